// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import static org.sluicemq.crash.MessageLedger.Stage.ACTIVE;
import static org.sluicemq.crash.MessageLedger.Stage.COMMITTING;
import static org.sluicemq.crash.MessageLedger.Stage.OPEN;
import static org.sluicemq.crash.MessageLedger.Stage.PREPARED;
import static org.sluicemq.crash.MessageLedger.Stage.PREPARING;
import static org.sluicemq.crash.MessageLedger.Stage.ROLLING_BACK;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.XASession;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.sluicemq.SluiceQueue;
import org.sluicemq.broker.transaction.TestXid;
import org.sluicemq.crash.MessageLedger.Sent;
import org.sluicemq.crash.MessageLedger.Stage;
import org.sluicemq.crash.MessageLedger.Unit;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.PowerLosses;

/**
 * Random work of a client, one call after the other, and the entries that it makes in its ledger:
 * sends, receipts in every mode, transactions, branches that are decided, now or after a restart,
 * rollbacks until a message is a dead letter, bodies that are paged out or pass the journal by.
 */
final class JmsWorkload {

  final MessageLedger ledger = new MessageLedger();

  private final Random random;
  private BrokerLife life;
  private long ids;
  private int branches;

  private Session auto;
  private Session client;
  private Session transacted;
  private XASession branched;
  private final Map<Session, Map<String, MessageConsumer>> consumers = new HashMap<>();

  JmsWorkload(Random random) {
    this.random = random;
  }

  /** What the ledger keeps of a call: the messages of a unit of work. */
  private static final class Work {
    private final List<Sent> sends = new ArrayList<>();
    private final List<String> received = new ArrayList<>();

    boolean isEmpty() {
      return sends.isEmpty() && received.isEmpty();
    }
  }

  /** Begins to work with a broker that was just started, and holds it against the ledger. */
  void begin(BrokerLife started) throws JMSException, XAException {
    life = started;
    ledger.goOnWith(life.check(ledger.promise(), random, ledger::moved, false));
    consumers.clear();
    auto = life.connection.createSession(Session.AUTO_ACKNOWLEDGE);
    client = life.connection.createSession(Session.CLIENT_ACKNOWLEDGE);
    transacted = life.connection.createSession(Session.SESSION_TRANSACTED);
    branched = life.connection.createXASession();
  }

  /** One piece of work. */
  void step() throws JMSException, XAException {
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> sendAlone();
      case 4, 5 -> transaction();
      case 6 -> receiveAndForget();
      case 7 -> acknowledgeByHand();
      case 8, 9 -> branch();
      case 10 -> decide();
      default -> life.stores.mergeByAge();
    }
    life.scheduler.run();
    if (random.nextInt(3) == 0) {
      life.stores.merge();
    }
    settle();
  }

  /** What the store does beside the client is done before the next step, so that runs are alike. */
  private void settle() {
    try {
      life.stores.settle();
    } catch (StoreException failed) {
      PowerLosses.count("steps after a failure");
    }
  }

  private String anyQueue() {
    return BrokerLife.QUEUES.get(random.nextInt(2));
  }

  private void sendAlone() throws JMSException {
    if (random.nextInt(8) == 0) {
      BytesMessage message = auto.createBytesMessage();
      try (MessageProducer producer = auto.createProducer(new SluiceQueue("volatile"))) {
        producer.send(message, DeliveryMode.NON_PERSISTENT, 4, 0);
      } catch (ResourceAllocationException noRoomInMemory) {
        // What is not persistent may be refused; what counts is what that does to the rest.
        return;
      }
      return;
    }
    Work work = new Work();
    Message message = message(auto, anyQueue(), work);
    Sent sent = work.sends.get(0);
    long unit = ledger.begin(OPEN, null, work.sends, work.received);
    settle(unit, () -> send(auto, message, sent));
  }

  private Message message(Session session, String queue, Work work) throws JMSException {
    byte[] body = new byte[bodyLength()];
    random.nextBytes(body);
    String id = "m" + ++ids;
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(body);
    message.setStringProperty("id", id);
    message.setLongProperty("crc", BrokerLife.checksum(body));
    work.sends.add(new Sent(id, queue, random.nextInt(4) == 0 ? random.nextInt(10) : 4));
    return message;
  }

  private int bodyLength() {
    int choice = random.nextInt(40);
    return choice == 0 ? 150_000 : random.nextInt(choice < 6 ? 30_000 : 1500);
  }

  private static void send(Session session, Message message, Sent sent) throws JMSException {
    try (MessageProducer producer = session.createProducer(new SluiceQueue(sent.queue()))) {
      producer.send(message, DeliveryMode.PERSISTENT, sent.priority(), 0);
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
      if (isKnown(e)) {
        ledger.refused(unit);
      }
      throw e;
    }
  }

  /** Whether a failure says what became of the work: that nothing of it is true. */
  static boolean isKnown(Exception e) {
    Throwable cause = e;
    while (!(cause instanceof StoreException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String said = e.getMessage() + cause.getMessage();
    // What is said first is said of this call; what caused it may say either of another.
    int unknown = said.indexOf("unknown");
    return unknown < 0
        || isBefore(said.indexOf("takes no more calls since"), unknown)
        || isBefore(said.indexOf("stopped because"), unknown);
  }

  private static boolean isBefore(int place, int other) {
    return place >= 0 && place < other;
  }

  private Message receive(Session session) throws JMSException {
    String queue = random.nextInt(6) == 0 ? "DLQ" : anyQueue();
    Map<String, MessageConsumer> own = consumers.computeIfAbsent(session, s -> new HashMap<>());
    MessageConsumer consumer = own.get(queue);
    if (consumer == null) {
      consumer = session.createConsumer(new SluiceQueue(queue));
      own.put(queue, consumer);
    }
    Message message = consumer.receiveNoWait();
    if (message != null) {
      BrokerLife.checkBody(message);
      ledger.delivered(message.getStringProperty("id"), queue, message.getJMSRedelivered());
    }
    if (random.nextInt(4) == 0) {
      own.remove(queue).close();
    }
    return message;
  }

  private void receiveAndForget() throws JMSException {
    Message message = receive(auto);
    if (message != null) {
      ledger.acknowledgedLater(message.getStringProperty("id"));
    }
  }

  private void acknowledgeByHand() throws JMSException {
    Work work = new Work();
    Message last = null;
    for (int i = random.nextInt(3); i >= 0; i--) {
      Message message = receive(client);
      if (message != null) {
        work.received.add(message.getStringProperty("id"));
        last = message;
      }
    }
    if (last == null) {
      return;
    }
    if (random.nextInt(3) == 0) {
      client.recover();
      return;
    }
    Message acknowledged = last;
    long unit = ledger.begin(OPEN, null, work.sends, work.received);
    settle(unit, acknowledged::acknowledge);
  }

  private Work someWork(Session session) throws JMSException {
    Work work = new Work();
    for (int i = random.nextInt(5); i > 0; i--) {
      Message message = message(session, anyQueue(), work);
      send(session, message, work.sends.get(work.sends.size() - 1));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      Message message = receive(session);
      if (message != null) {
        work.received.add(message.getStringProperty("id"));
      }
    }
    return work;
  }

  private void transaction() throws JMSException {
    Work work = someWork(transacted);
    if (random.nextInt(4) == 0) {
      transacted.rollback();
    } else if (work.isEmpty()) {
      transacted.commit();
    } else {
      long unit = ledger.begin(OPEN, null, work.sends, work.received);
      settle(unit, transacted::commit);
    }
  }

  private static Xid xid(String branch) {
    byte[] name = java.util.HexFormat.of().parseHex(branch);
    return new TestXid(4711, name, name);
  }

  private void branch() throws JMSException, XAException {
    String name =
        java.util.HexFormat.of().formatHex(ByteBuffer.allocate(4).putInt(++branches).array());
    XAResource resource = branched.getXAResource();
    resource.start(xid(name), XAResource.TMNOFLAGS);
    Work work;
    try {
      work = someWork(branched);
      closeConsumers(branched);
    } catch (JMSException e) {
      resource.end(xid(name), XAResource.TMFAIL);
      resource.rollback(xid(name));
      throw e;
    }
    resource.end(xid(name), XAResource.TMSUCCESS);
    int way = random.nextInt(5);
    if (way == 0 || work.isEmpty()) {
      resource.rollback(xid(name));
    } else if (way == 1) {
      long unit = ledger.begin(OPEN, null, work.sends, work.received);
      settleBranch(unit, null, () -> resource.commit(xid(name), true));
    } else {
      prepare(name, work);
    }
  }

  private void closeConsumers(Session session) throws JMSException {
    Map<String, MessageConsumer> own = consumers.remove(session);
    if (own != null) {
      for (MessageConsumer consumer : own.values()) {
        consumer.close();
      }
    }
  }

  private void prepare(String name, Work work) throws XAException {
    long unit = ledger.begin(ACTIVE, name, work.sends, work.received);
    ledger.moved(unit, PREPARING);
    settleBranch(unit, PREPARED, () -> branched.getXAResource().prepare(xid(name)));
    if (random.nextBoolean()) {
      decide(unit, name);
    }
  }

  /** A call of a transaction manager. */
  private interface BranchCall {
    void run() throws XAException;
  }

  private void settleBranch(long unit, Stage next, BranchCall call) throws XAException {
    try {
      call.run();
      if (next == null) {
        ledger.confirmed(unit);
      } else {
        ledger.wroteSomething();
        ledger.moved(unit, next);
      }
    } catch (XAException e) {
      if (isKnown(e)) {
        ledger.refused(unit);
      }
      throw e;
    }
  }

  private void decide() throws XAException {
    List<Unit> prepared = ledger.prepared();
    if (!prepared.isEmpty()) {
      Unit unit = prepared.get(random.nextInt(prepared.size()));
      decide(unit.number(), unit.branch());
    }
  }

  private void decide(long unit, String branch) throws XAException {
    if (random.nextInt(3) == 0) {
      ledger.moved(unit, ROLLING_BACK);
      branched.getXAResource().rollback(xid(branch));
      ledger.wroteSomething();
      ledger.refused(unit);
    } else {
      ledger.moved(unit, COMMITTING);
      branched.getXAResource().commit(xid(branch), false);
      ledger.confirmed(unit);
    }
  }
}
