// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.XASession;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.sluicemq.SluiceQueue;
import org.sluicemq.broker.SubscriptionName;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.client.SluiceXaConnection;
import org.sluicemq.crash.CrowdLedger.Copy;
import org.sluicemq.crash.CrowdLedger.Life;
import org.sluicemq.crash.CrowdLedger.Sent;
import org.sluicemq.crash.CrowdLedger.Stage;
import org.sluicemq.store.journal.PowerLosses;
import org.sluicemq.store.journal.SimulatedDisk;

/**
 * One of several clients that work at once, on a thread of its own: sends, receipts, transactions,
 * branches, a durable subscription of its own that begins and ends.
 */
final class CrowdClient {

  /** Begins once and stays; those clients that have no identifier consume it together. */
  static final SubscriptionName EVERYBODY = new SubscriptionName(null, "everybody", true, true);

  private static final int LARGE = (1 << 20) + 50_000;
  private static final int MOST_IN_DOUBT = 3;

  private record InDoubt(long unit, Xid xid) {}

  private final int session;
  private final int number;
  private final SimulatedDisk disk;
  private final CrowdLedger ledger;
  private final Random random;
  private final String everybody;
  private final SubscriptionName own;
  private final Deque<InDoubt> inDoubt = new ArrayDeque<>();
  private String ownPlace;
  private CrowdListener listener;
  private long numbers;
  private int branches;

  private Session plain;
  private Session later;
  private Session byHand;
  private Session byItself;
  private Session transacted;
  private XASession branched;

  /**
   * A client of a session.
   *
   * @param everybody the place of the subscription that all have in common
   */
  CrowdClient(
      int session,
      int number,
      SimulatedDisk disk,
      CrowdLedger ledger,
      String everybody,
      Random random) {
    this.session = session;
    this.number = number;
    this.disk = disk;
    this.ledger = ledger;
    this.everybody = everybody;
    this.random = random;
    this.own =
        hasIdentifier()
            ? new SubscriptionName("client" + number, "own", true, false)
            : new SubscriptionName(null, "own" + number, true, true);
  }

  private boolean hasIdentifier() {
    return number % 2 == 0;
  }

  /** Connects; the places of subscriptions that are there already are given. */
  void begin(CrowdLife life, Set<String> places) throws JMSException {
    String mine = CrowdLife.place(own) + "#";
    ownPlace = places.stream().filter(place -> place.startsWith(mine)).findAny().orElse(null);
    SluiceXaConnection connection = life.connect(own.clientId());
    plain = connection.createSession(Session.AUTO_ACKNOWLEDGE);
    later = connection.createSession(Session.AUTO_ACKNOWLEDGE);
    byHand = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
    byItself = connection.createSession(Session.AUTO_ACKNOWLEDGE);
    transacted = connection.createSession(Session.SESSION_TRANSACTED);
    branched = connection.createXASession();
  }

  /** One piece of work. */
  void step() throws JMSException, XAException {
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> sendAlone();
      case 4 -> sendLater();
      case 5, 6, 7 -> transaction();
      case 8, 9 -> acknowledgeByHand();
      case 10, 11 -> branch();
      case 12 -> decide();
      case 13, 14 -> listen();
      default -> subscription();
    }
  }

  /** What one unit of work holds. */
  private static final class Work {
    private final List<Sent> sends = new ArrayList<>();
    private final List<Copy> received = new ArrayList<>();

    boolean isEmpty() {
      return sends.isEmpty() && received.isEmpty();
    }
  }

  private Message message(Session from, String tag, String queue, Work work) throws JMSException {
    byte[] body = new byte[bodyLength()];
    random.nextBytes(body);
    long n = ++numbers;
    Sent sent =
        new Sent(
            "s" + session + "c" + number + "-" + n,
            tag,
            n,
            queue == null ? ledger.subscribed() : Set.of(queue));
    BytesMessage message = from.createBytesMessage();
    message.writeBytes(body);
    message.setStringProperty("id", sent.id());
    message.setStringProperty("tag", sent.tag());
    message.setLongProperty("n", n);
    message.setLongProperty("crc", BrokerLife.checksum(body));
    work.sends.add(sent);
    PowerLosses.count(queue == null ? "topic sends" : "sends");
    if (body.length >= LARGE) {
      PowerLosses.count("bodies over 1 MiB");
    }
    return message;
  }

  private int bodyLength() {
    int choice = random.nextInt(250);
    if (choice == 0) {
      return LARGE + random.nextInt(100_000);
    }
    return choice < 6 ? 100_000 : random.nextInt(choice < 40 ? 20_000 : 1500);
  }

  private String tag(String kind) {
    return "s" + session + "c" + number + kind;
  }

  /** A queue, or null for the topic. */
  private String anyPlace() {
    return random.nextInt(3) == 0 ? null : CrowdLife.QUEUES.get(random.nextInt(2));
  }

  private static Destination destination(String queue) {
    return queue == null ? CrowdLife.PRICES : new SluiceQueue(queue);
  }

  private void sendAlone() throws JMSException {
    if (random.nextInt(8) == 0) {
      sendWithoutPromise();
      return;
    }
    Work work = new Work();
    String queue = anyPlace();
    Message message = message(plain, tag(""), queue, work);
    long unit = ledger.begin(null, work.sends, work.received);
    settle(unit, () -> send(plain, queue, message));
  }

  private void sendWithoutPromise() throws JMSException {
    BytesMessage message = plain.createBytesMessage();
    message.writeBytes(new byte[5000]);
    try (MessageProducer producer = plain.createProducer(new SluiceQueue("volatile"))) {
      producer.send(message, DeliveryMode.NON_PERSISTENT, 4, 0);
    } catch (ResourceAllocationException noRoom) {
      PowerLosses.count("refused for want of room");
    }
  }

  private static void send(Session from, String queue, Message message) throws JMSException {
    try (MessageProducer producer = from.createProducer(destination(queue))) {
      producer.send(message);
    }
  }

  private void sendLater() throws JMSException {
    try (MessageProducer producer = later.createProducer(null)) {
      for (int i = random.nextInt(4); i >= 0; i--) {
        Work work = new Work();
        String queue = anyPlace();
        Message message = message(later, tag("-later"), queue, work);
        long unit = ledger.begin(null, work.sends, work.received);
        producer.send(destination(queue), message, new Completion(unit));
      }
    }
  }

  private final class Completion implements CompletionListener {
    private final long unit;

    Completion(long unit) {
      this.unit = unit;
    }

    @Override
    public void onCompletion(Message message) {
      ledger.confirmed(unit);
      PowerLosses.count("later sends");
    }

    @Override
    public void onException(Message message, Exception e) {
      ledger.failed(unit, e);
    }
  }

  /** A call of the client. */
  private interface Call {
    void run() throws JMSException;
  }

  private void settle(long unit, Call call) throws JMSException {
    try {
      call.run();
      ledger.confirmed(unit);
    } catch (JMSException e) {
      ledger.failed(unit, e);
      throw e;
    }
  }

  private void receive(Session by, int most, Work work) throws JMSException {
    String place = anyPlace();
    try (MessageConsumer consumer =
        place == null ? subscriber(by) : by.createConsumer(new SluiceQueue(place))) {
      if (consumer == null) {
        return;
      }
      String at = place != null ? place : isOfOwn ? ownPlace : everybody;
      for (int i = 0; i < most; i++) {
        Message message = consumer.receiveNoWait();
        if (message == null) {
          return;
        }
        Copy copy = CrowdLife.copy(at, message);
        ledger.delivered(copy, message.getJMSRedelivered());
        work.received.add(copy);
        last = message;
        PowerLosses.count(place == null ? "topic receipts" : "receipts");
      }
    }
  }

  /** Whether the last subscriber was that of the own subscription. */
  private boolean isOfOwn;

  private Message last;

  /** A consumer of the topic, or null if there is nothing to subscribe to. */
  private MessageConsumer subscriber(Session by) throws JMSException {
    isOfOwn = hasIdentifier() || ownPlace != null && random.nextBoolean();
    if (isOfOwn && ownPlace == null) {
      return null;
    }
    return CrowdLife.consumer(by, isOfOwn ? own : EVERYBODY);
  }

  /** Listens to a queue, or to what all have in common, or ends that. */
  private void listen() throws JMSException {
    if (listener != null) {
      end();
      return;
    }
    String queue = hasIdentifier() ? CrowdLife.QUEUES.get(random.nextInt(2)) : anyPlace();
    MessageConsumer consumer =
        queue == null
            ? CrowdLife.consumer(byItself, EVERYBODY)
            : byItself.createConsumer(new SluiceQueue(queue));
    listener = CrowdListener.at(queue == null ? everybody : queue, consumer, ledger);
  }

  /** Ends what goes on by itself. */
  void end() throws JMSException {
    CrowdListener ending = listener;
    listener = null;
    if (ending != null) {
      ending.end();
    }
  }

  private void acknowledgeByHand() throws JMSException {
    Work work = new Work();
    receive(byHand, 1 + random.nextInt(4), work);
    if (work.isEmpty()) {
      return;
    }
    if (random.nextInt(4) == 0) {
      byHand.recover();
      PowerLosses.count("rollbacks");
      return;
    }
    Message acknowledged = last;
    long unit = ledger.begin(null, work.sends, work.received);
    settle(unit, acknowledged::acknowledge);
    PowerLosses.count("acknowledgements");
  }

  private Work someWork(Session in, String tag) throws JMSException {
    Work work = new Work();
    for (int i = random.nextInt(4); i > 0; i--) {
      String queue = anyPlace();
      send(in, queue, message(in, tag, queue, work));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      receive(in, 1 + random.nextInt(3), work);
    }
    return work;
  }

  private void transaction() throws JMSException {
    Work work = someWork(transacted, tag(""));
    if (work.isEmpty() || random.nextInt(4) == 0) {
      transacted.rollback();
      PowerLosses.count("rollbacks");
      return;
    }
    long unit = ledger.begin(null, work.sends, work.received);
    settle(unit, transacted::commit);
    PowerLosses.count("transactions");
  }

  private void branch() throws JMSException, XAException {
    String name =
        HexFormat.of()
            .formatHex(
                ByteBuffer.allocate(6)
                    .putShort((short) session)
                    .put((byte) number)
                    .putShort((short) ++branches)
                    .array());
    byte[] bytes = HexFormat.of().parseHex(name);
    Xid xid = new TestXid(4711, bytes, bytes);
    XAResource resource = branched.getXAResource();
    resource.start(xid, XAResource.TMNOFLAGS);
    Work work = someWork(branched, tag("-" + name));
    resource.end(xid, XAResource.TMSUCCESS);
    int way = random.nextInt(5);
    if (way == 0 || work.isEmpty()) {
      resource.rollback(xid);
      PowerLosses.count("rollbacks");
    } else if (way == 1) {
      long unit = ledger.begin(null, work.sends, work.received);
      settleBranch(unit, Stage.DONE, () -> resource.commit(xid, true));
    } else {
      long unit = ledger.begin(name, work.sends, work.received);
      settleBranch(unit, Stage.PREPARED, () -> resource.prepare(xid));
      inDoubt.add(new InDoubt(unit, xid));
      PowerLosses.count("branches");
    }
    if (inDoubt.size() > MOST_IN_DOUBT) {
      decide();
    }
  }

  /** A call of a transaction manager. */
  private interface BranchCall {
    void run() throws XAException;
  }

  private void settleBranch(long unit, Stage next, BranchCall call) throws XAException {
    try {
      call.run();
      ledger.moved(unit, next);
    } catch (XAException e) {
      ledger.failed(unit, e);
      throw e;
    }
  }

  private void decide() throws XAException {
    InDoubt branch = inDoubt.poll();
    if (branch == null) {
      return;
    }
    if (random.nextInt(3) == 0) {
      ledger.moved(branch.unit, Stage.ROLLING_BACK);
      branched.getXAResource().rollback(branch.xid);
      ledger.refused(branch.unit);
    } else {
      ledger.moved(branch.unit, Stage.COMMITTING);
      branched.getXAResource().commit(branch.xid, false);
      ledger.confirmed(branch.unit);
    }
  }

  private void subscription() throws JMSException {
    if (ownPlace == null) {
      String place = CrowdLife.place(own) + "#" + session + "." + ++numbers;
      begin(ledger, place, plain, own);
      ownPlace = place;
    } else if (random.nextInt(3) == 0) {
      unsubscribe();
    }
  }

  /** Makes a subscription. */
  static void begin(CrowdLedger ledger, String place, Session by, SubscriptionName name)
      throws JMSException {
    ledger.subscription(place, Life.BEGINNING);
    CrowdLife.consumer(by, name).close();
    ledger.subscription(place, Life.THERE);
    PowerLosses.count("subscriptions");
  }

  private void unsubscribe() throws JMSException {
    ledger.subscription(ownPlace, Life.ENDING);
    try {
      plain.unsubscribe(own.name());
    } catch (JMSException e) {
      if (disk.hasLostPower()) {
        throw e;
      }
      // Messages of it are in a branch in doubt.
      ledger.subscription(ownPlace, Life.THERE);
      return;
    }
    ledger.ended(ownPlace);
    ownPlace = null;
    PowerLosses.count("unsubscriptions");
  }
}
