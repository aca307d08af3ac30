// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.sluicemq.SluiceQueue;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.BrokerSettings;
import org.sluicemq.broker.LocalBroker;
import org.sluicemq.broker.ManualScheduler;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.client.ClientSettings;
import org.sluicemq.client.SluiceXaConnection;
import org.sluicemq.message.Address;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.writebehind.InlineStore;

/**
 * A broker on a disk and a connection to it, from one start to the next stop. Nothing happens in
 * the background, so that runs are alike.
 */
final class BrokerLife implements AutoCloseable {

  static final List<String> QUEUES = List.of("orders", "invoices", "DLQ");

  private static final long MEMORY_LIMIT = 150_000;
  private static final int DELIVERIES = 4;

  final ManualScheduler scheduler = new ManualScheduler();
  final InlineStore stores = new InlineStore(Path.of("/store"), 256 * 1024, 128 * 1024);
  final LocalBroker broker;
  final SluiceXaConnection connection;

  BrokerLife(Disk disk) throws StoreException, BrokerException, JMSException {
    MessageStore store = stores.open(disk);
    RedeliveryPolicy policy = new RedeliveryPolicy(DELIVERIES, Duration.ZERO, Address.queue("DLQ"));
    broker =
        LocalBroker.start(
            new BrokerSettings("crash", 1 << 20, MEMORY_LIMIT, policy), store, scheduler);
    connection =
        new SluiceXaConnection(
            broker,
            ClientSettings.DEFAULTS.withClock(() -> Instant.ofEpochMilli(scheduler.now())),
            () -> {});
    connection.start();
  }

  /** Is told which way a branch is about to be decided. */
  @FunctionalInterface
  interface Decisions {
    void deciding(long unit, MessageLedger.Stage stage);
  }

  /** Decides what is in doubt and holds everything against what was promised. */
  Map<String, MessageLedger.Sent> check(
      MessageLedger.Promise promise, Random random, Decisions decisions, boolean consume)
      throws JMSException, XAException {
    Map<String, Xid> inDoubt = new HashMap<>();
    for (Xid xid : broker.branches().recover(XAResource.TMSTARTRSCAN)) {
      inDoubt.put(name(xid), xid);
    }
    List<MessageLedger.Unit> committed = new ArrayList<>();
    List<MessageLedger.Unit> rolledBack = new ArrayList<>();
    List<MessageLedger.Unit> prepared = new ArrayList<>(promise.branches(inDoubt.keySet()));
    Collections.shuffle(prepared, random);
    for (MessageLedger.Unit unit : prepared) {
      if (random.nextBoolean()) {
        decisions.deciding(unit.number(), MessageLedger.Stage.COMMITTING);
        broker.branches().commit(inDoubt.get(unit.branch()), false);
        committed.add(unit);
      } else {
        decisions.deciding(unit.number(), MessageLedger.Stage.ROLLING_BACK);
        broker.branches().rollback(inDoubt.get(unit.branch()));
        rolledBack.add(unit);
      }
    }
    return promise.check(consume ? consumed() : browsed(), committed, rolledBack);
  }

  static String name(Xid xid) {
    return HexFormat.of().formatHex(xid.getGlobalTransactionId());
  }

  private List<MessageLedger.Found> browsed() throws JMSException {
    List<MessageLedger.Found> found = new ArrayList<>();
    Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
    for (String queue : QUEUES) {
      QueueBrowser browser = session.createBrowser(new SluiceQueue(queue));
      Enumeration<?> messages = browser.getEnumeration();
      while (messages.hasMoreElements()) {
        add(found, (Message) messages.nextElement(), queue, false);
      }
      browser.close();
    }
    session.close();
    return found;
  }

  private List<MessageLedger.Found> consumed() throws JMSException {
    List<MessageLedger.Found> found = new ArrayList<>();
    Session session = connection.createSession(Session.SESSION_TRANSACTED);
    for (String queue : QUEUES) {
      MessageConsumer consumer = session.createConsumer(new SluiceQueue(queue));
      for (Message m = consumer.receiveNoWait(); m != null; m = consumer.receiveNoWait()) {
        add(found, m, queue, true);
      }
      consumer.close();
    }
    session.close();
    return found;
  }

  private static void add(
      List<MessageLedger.Found> found, Message message, String queue, boolean seen)
      throws JMSException {
    checkBody(message);
    found.add(
        new MessageLedger.Found(
            message.getStringProperty("id"), queue, seen, message.getJMSRedelivered()));
  }

  /** A wrong body is the worst that a store can do. */
  static void checkBody(Message message) throws JMSException {
    BytesMessage bytes = (BytesMessage) message;
    byte[] body = new byte[(int) bytes.getBodyLength()];
    bytes.readBytes(body);
    if (checksum(body) != message.getLongProperty("crc")) {
      throw new AssertionError("the body of " + message.getStringProperty("id") + " is damaged");
    }
  }

  static long checksum(byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(body);
    return crc.getValue();
  }

  /** Ends it on a disk that is dead or failing; what it says then has been said before. */
  Set<String> abandon() {
    Set<String> said = new HashSet<>();
    try {
      connection.close();
    } catch (JMSException e) {
      said.add(e.getMessage());
    }
    try {
      broker.close();
    } catch (BrokerException e) {
      said.add(e.getMessage());
    }
    return said;
  }

  @Override
  public void close() throws JMSException, BrokerException {
    connection.close();
    broker.close();
  }
}
