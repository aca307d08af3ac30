// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import jakarta.jms.JMSException;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.sluicemq.SluiceQueue;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.BrokerSettings;
import org.sluicemq.broker.LocalBroker;
import org.sluicemq.broker.Scheduler;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.client.BrokerXaResource;
import org.sluicemq.client.ClientSettings;
import org.sluicemq.client.SluiceXaConnection;
import org.sluicemq.message.Address;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.writebehind.WriteBehindSettings;
import org.sluicemq.store.writebehind.WriteBehindStore;

/** The broker of a life, as it is in use, on a disk of the life's own, and a connection to it. */
final class Messaging implements AutoCloseable {

  static final String QUEUE = "transfers";

  private static final long JOURNAL_BYTES = 1 << 20;
  private static final long MEMORY_BYTES = 64 << 20;

  private final LocalBroker broker;
  private final SluiceXaConnection connection;
  private final Flaw flaw;

  Messaging(Path directory, Disk disk, Flaw flaw)
      throws StoreException, BrokerException, JMSException {
    this.flaw = flaw;
    broker =
        LocalBroker.start(
            new BrokerSettings(
                "matrix", 4 << 20, MEMORY_BYTES, new RedeliveryPolicy(0, Duration.ZERO, null)),
            WriteBehindStore.open(
                directory, WriteBehindSettings.defaults().withJournalBytes(JOURNAL_BYTES), disk),
            Scheduler.onThread("sluice-broker", InstantSource.system()));
    connection = new SluiceXaConnection(broker, ClientSettings.DEFAULTS, () -> {});
    connection.start();
  }

  SluiceXaConnection connection() {
    return connection;
  }

  /** The resource of a session, or the broker's own, with what is wrong about it. */
  XAResource flawed(XAResource resource) {
    return flaw.broker(resource);
  }

  XAResource recoveryResource() {
    return flawed(BrokerXaResource.of(broker));
  }

  /** How many messages are in the queue, waiting or being received. */
  long depth() {
    return broker.figures(Address.queue(QUEUE)).depth();
  }

  /** The bytes of messages in memory and of sends that nothing is decided about. */
  long held() {
    return broker.memoryUsed() + broker.undecidedBytes();
  }

  List<String> inDoubt() throws XAException {
    List<String> names = new ArrayList<>();
    for (Xid xid : broker.branches().recover(XAResource.TMSTARTRSCAN)) {
      names.add(xid.toString());
    }
    return names;
  }

  /** The identifiers of the messages that wait. */
  List<String> waiting() throws JMSException {
    List<String> ids = new ArrayList<>();
    Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
    QueueBrowser browser = session.createBrowser(new SluiceQueue(QUEUE));
    Enumeration<?> messages = browser.getEnumeration();
    while (messages.hasMoreElements()) {
      ids.add(((jakarta.jms.Message) messages.nextElement()).getStringProperty("id"));
    }
    session.close();
    return ids;
  }

  @Override
  public void close() throws JMSException, BrokerException, IOException {
    connection.close();
    broker.close();
  }
}
