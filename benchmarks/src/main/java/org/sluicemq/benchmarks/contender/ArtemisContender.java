// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.contender;

import java.nio.file.Path;
import org.apache.activemq.artemis.ArtemisConstants;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;

/**
 * Artemis on its NIO journal, both syncs on, through its connector inside the JVM. The buffer
 * timeout is how long its journal waits for company before it forces: shorter is better for few
 * senders.
 */
final class ArtemisContender implements Contender {

  private static final String ADDRESS = "vm://0";
  private static final int TUNED_TIMEOUT_NANOS = 150_000;

  private final String name;
  private final int bufferTimeoutNanos;

  private ArtemisContender(String name, int bufferTimeoutNanos) {
    this.name = name;
    this.bufferTimeoutNanos = bufferTimeoutNanos;
  }

  static Contender tuned() {
    return new ArtemisContender("artemis-tuned", TUNED_TIMEOUT_NANOS);
  }

  static Contender withDefaults() {
    return new ArtemisContender(
        "artemis-default", ArtemisConstants.DEFAULT_JOURNAL_BUFFER_TIMEOUT_NIO);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String product() {
    return "Apache Artemis";
  }

  @Override
  public String settings() {
    return "journal NIO, journal-datasync, journal-sync-transactional and"
        + " journal-sync-non-transactional on, journal-buffer-timeout "
        + bufferTimeoutNanos
        + " ns, 10 pool files, connector vm, block-on-durable-send";
  }

  @Override
  public boolean forcesEverySend() {
    return true;
  }

  @Override
  public boolean sendsAsynchronously() {
    return true;
  }

  @Override
  public boolean variant() {
    return bufferTimeoutNanos != TUNED_TIMEOUT_NANOS;
  }

  @Override
  public RunningBroker start(Path directory) throws Exception {
    EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    broker.setConfiguration(configuration(directory));
    broker.start();
    ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(ADDRESS);
    ActiveMQConnectionFactory xaFactory = new ActiveMQXAConnectionFactory(ADDRESS);
    requireInForce(broker.getActiveMQServer().getConfiguration(), factory);
    return new RunningBroker(
        factory,
        xaFactory,
        queue -> broker.getActiveMQServer().locateQueue(queue).getMessageCount(),
        () -> {
          xaFactory.close();
          factory.close();
          broker.stop();
        });
  }

  private Configuration configuration(Path directory) throws Exception {
    Configuration configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(true)
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .setJournalType(JournalType.NIO)
            .setJournalDatasync(true)
            .setJournalSyncTransactional(true)
            .setJournalSyncNonTransactional(true)
            .setJournalBufferTimeout_NIO(bufferTimeoutNanos)
            .setJournalPoolFiles(10)
            .setJournalDirectory(directory.resolve("journal").toString())
            .setBindingsDirectory(directory.resolve("bindings").toString())
            .setPagingDirectory(directory.resolve("paging").toString())
            .setLargeMessagesDirectory(directory.resolve("large").toString())
            .addAcceptorConfiguration("in-vm", ADDRESS);
    return configuration;
  }

  private void requireInForce(Configuration running, ActiveMQConnectionFactory factory) {
    Settings.require(name, "journal type", JournalType.NIO, running.getJournalType());
    Settings.require(name, "persistence", true, running.isPersistenceEnabled());
    Settings.require(name, "journal-datasync", true, running.isJournalDatasync());
    Settings.require(
        name, "journal-sync-transactional", true, running.isJournalSyncTransactional());
    Settings.require(
        name, "journal-sync-non-transactional", true, running.isJournalSyncNonTransactional());
    Settings.require(
        name, "journal-buffer-timeout", bufferTimeoutNanos, running.getJournalBufferTimeout_NIO());
    Settings.require(name, "block-on-durable-send", true, factory.isBlockOnDurableSend());
  }
}
