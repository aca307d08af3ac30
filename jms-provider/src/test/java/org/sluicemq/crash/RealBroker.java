// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.BrokerSettings;
import org.sluicemq.broker.LocalBroker;
import org.sluicemq.broker.Scheduler;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.client.ClientSettings;
import org.sluicemq.client.SluiceXaConnection;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.writebehind.WriteBehindSettings;
import org.sluicemq.store.writebehind.WriteBehindStore;

/** A broker as it is in use, with all its threads, on a disk of the test's. */
final class RealBroker implements AutoCloseable {

  final LocalBroker broker;

  RealBroker(Path directory, Disk disk) throws StoreException, BrokerException {
    broker =
        LocalBroker.start(
            new BrokerSettings(
                "crash", 4 << 20, 64 << 20, new RedeliveryPolicy(0, Duration.ZERO, null)),
            WriteBehindStore.open(
                directory, WriteBehindSettings.defaults().withJournalBytes(1 << 20), disk),
            Scheduler.onThread("sluice-broker", InstantSource.system()));
  }

  SluiceXaConnection connect() throws JMSException {
    SluiceXaConnection connection =
        new SluiceXaConnection(broker, ClientSettings.DEFAULTS, () -> {});
    connection.start();
    return connection;
  }

  @Override
  public void close() throws BrokerException {
    broker.close();
  }
}
