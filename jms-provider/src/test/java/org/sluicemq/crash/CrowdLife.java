// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.sluicemq.SluiceQueue;
import org.sluicemq.SluiceTopic;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.BrokerSettings;
import org.sluicemq.broker.DestinationFigures;
import org.sluicemq.broker.LocalBroker;
import org.sluicemq.broker.Scheduler;
import org.sluicemq.broker.SubscriptionFigures;
import org.sluicemq.broker.SubscriptionName;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.client.ClientSettings;
import org.sluicemq.client.SluiceXaConnection;
import org.sluicemq.crash.CrowdLedger.Copy;
import org.sluicemq.crash.CrowdLedger.Sent;
import org.sluicemq.crash.CrowdLedger.Stage;
import org.sluicemq.crash.CrowdLedger.Unit;
import org.sluicemq.crash.CrowdPromise.Found;
import org.sluicemq.message.Address;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.h2.H2MessageStore;
import org.sluicemq.store.h2.H2StoreSettings;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.PowerLosses;
import org.sluicemq.store.writebehind.WriteBehindSettings;
import org.sluicemq.store.writebehind.WriteBehindStore;

/**
 * A broker with all its threads on a simulated disk, from one start to the next stop: small
 * journals, a memory limit that nearly everything is beyond, and compaction all the time.
 */
final class CrowdLife implements AutoCloseable {

  static final Path DIRECTORY = Path.of("/store");
  static final List<String> QUEUES = List.of("orders", "invoices");
  static final SluiceTopic PRICES = new SluiceTopic("prices");

  private static final long PATIENCE_MILLIS = 5_000;
  private static final long MEMORY_LIMIT = 60_000;
  private static final WriteBehindSettings STORE =
      new WriteBehindSettings(
          256 * 1024,
          128 * 1024,
          Duration.ofMillis(10),
          Duration.ofMillis(1),
          H2StoreSettings.defaults().withJournalBytes(256 * 1024).withCompaction(4, 0));

  final LocalBroker broker;
  private final List<SluiceXaConnection> connections = new ArrayList<>();

  CrowdLife(Disk disk) throws StoreException, BrokerException {
    broker =
        LocalBroker.start(
            new BrokerSettings(
                "crowd", 4 << 20, MEMORY_LIMIT, new RedeliveryPolicy(0, Duration.ZERO, null)),
            new CountingStore(WriteBehindStore.open(DIRECTORY, STORE, disk)),
            () -> H2MessageStore.openOverflow(DIRECTORY, disk),
            Scheduler.onThread("sluice-broker", InstantSource.system()));
  }

  /** A new connection; without a client identifier if that is null. */
  SluiceXaConnection connect(String clientId) throws JMSException {
    SluiceXaConnection connection =
        new SluiceXaConnection(broker, ClientSettings.DEFAULTS, () -> {});
    synchronized (connections) {
      connections.add(connection);
    }
    if (clientId != null) {
      connection.setClientID(clientId);
    }
    connection.start();
    return connection;
  }

  /** Is told how a branch that was in doubt is being decided, and what came of it. */
  interface Decisions {
    void moved(Unit unit, Stage next);
  }

  /**
   * Decides what is in doubt, reads everything and holds it against what was promised.
   *
   * @return all messages at every queue and subscription
   */
  Map<String, List<Sent>> check(CrowdPromise promise, Random random, Decisions decisions)
      throws JMSException, XAException {
    Map<Long, Boolean> decided = decide(promise, random, decisions);
    Map<String, SubscriptionName> subscriptions = subscriptions(promise);
    Map<String, List<Found>> found = new LinkedHashMap<>();
    for (String queue : QUEUES) {
      try (SluiceXaConnection connection = connect(null);
          Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
        DestinationFigures figures = broker.figures(Address.queue(queue));
        long depth = figures == null ? 0 : figures.depth();
        found.put(queue, read(session, session.createConsumer(new SluiceQueue(queue)), depth));
      }
    }
    for (Map.Entry<String, SubscriptionName> each : subscriptions.entrySet()) {
      try (SluiceXaConnection connection = connect(each.getValue().clientId());
          Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
        long depth = broker.figures(each.getValue()).figures().depth();
        found.put(each.getKey(), read(session, consumer(session, each.getValue()), depth));
      }
    }
    promise.check(found, decided);
    Map<String, List<Sent>> there = new LinkedHashMap<>();
    found.forEach((place, list) -> there.put(place, list.stream().map(Found::message).toList()));
    return there;
  }

  private Map<Long, Boolean> decide(CrowdPromise promise, Random random, Decisions decisions)
      throws XAException {
    Map<String, Xid> inDoubt = new HashMap<>();
    for (Xid xid : broker.branches().recover(XAResource.TMSTARTRSCAN)) {
      inDoubt.put(BrokerLife.name(xid), xid);
    }
    Map<Long, Boolean> decided = new HashMap<>();
    for (Map.Entry<String, Unit> each : promise.branches(inDoubt.keySet()).entrySet()) {
      Unit unit = each.getValue();
      PowerLosses.count("in doubt");
      boolean commit =
          unit.stage() == Stage.COMMITTING
              || unit.stage() != Stage.ROLLING_BACK && random.nextBoolean();
      decisions.moved(unit, commit ? Stage.COMMITTING : Stage.ROLLING_BACK);
      if (commit) {
        broker.branches().commit(inDoubt.get(each.getKey()), false);
        decisions.moved(unit, Stage.DONE);
      } else {
        broker.branches().rollback(inDoubt.get(each.getKey()));
        decisions.moved(unit, null);
      }
      decided.put(unit.number(), commit);
    }
    return decided;
  }

  /** What is there, by the name that the ledger gave it. */
  private Map<String, SubscriptionName> subscriptions(CrowdPromise promise) {
    Map<String, SubscriptionName> found = new LinkedHashMap<>();
    Set<String> unknown = new HashSet<>();
    for (SubscriptionFigures each : broker.subscriptions()) {
      String place = place(each.name());
      promise.subscriptions().keySet().stream()
          .filter(known -> known.startsWith(place + "#"))
          .findAny()
          .ifPresentOrElse(known -> found.put(known, each.name()), () -> unknown.add(place));
    }
    Set<String> all = new HashSet<>(found.keySet());
    all.addAll(unknown);
    promise.requireSubscriptions(all);
    return found;
  }

  /** The beginning of a subscription's name in the ledger; its number follows. */
  static String place(SubscriptionName name) {
    return name.clientId() + "/" + name.name();
  }

  static MessageConsumer consumer(Session session, SubscriptionName name) throws JMSException {
    return name.shared()
        ? session.createSharedDurableConsumer(PRICES, name.name())
        : session.createDurableConsumer(PRICES, name.name());
  }

  private static List<Found> read(Session session, MessageConsumer consumer, long depth)
      throws JMSException {
    List<Found> found = new ArrayList<>();
    for (Message m = next(consumer, found.size() < depth);
        m != null;
        m = next(consumer, found.size() < depth)) {
      found.add(new Found(sent(m), m.getJMSRedelivered()));
    }
    session.rollback();
    if (found.size() != depth) {
      throw new AssertionError(found.size() + " messages where " + depth + " should be: " + found);
    }
    return found;
  }

  private static Message next(MessageConsumer consumer, boolean more) throws JMSException {
    Message message = consumer.receiveNoWait();
    if (message == null && more) {
      PowerLosses.count("waits for a page");
      return consumer.receive(PATIENCE_MILLIS);
    }
    return message;
  }

  /** What a message says of itself; its body must be what was sent. */
  private static Sent sent(Message message) throws JMSException {
    BrokerLife.checkBody((BytesMessage) message);
    return new Sent(
        message.getStringProperty("id"),
        message.getStringProperty("tag"),
        message.getLongProperty("n"),
        Set.of());
  }

  static Copy copy(String place, Message message) throws JMSException {
    return new Copy(place, sent(message).id());
  }

  /** Ends it on a disk that is dead; what it says then has been said before. */
  void abandon() {
    try {
      close();
    } catch (JMSException | BrokerException ofADeadDisk) {
      PowerLosses.count("refused closes");
    }
  }

  @Override
  public void close() throws JMSException, BrokerException {
    List<SluiceXaConnection> open;
    synchronized (connections) {
      open = List.copyOf(connections);
    }
    try {
      for (SluiceXaConnection connection : open) {
        connection.close();
      }
    } finally {
      broker.close();
    }
  }
}
