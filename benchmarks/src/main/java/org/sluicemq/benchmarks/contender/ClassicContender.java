// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.contender;

import java.nio.file.Path;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQXAConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.disk.journal.Journal.JournalDiskSyncStrategy;

/**
 * ActiveMQ Classic on KahaDB with a disk sync for every write, through its transport inside the
 * JVM.
 *
 * <p>By default KahaDB stores and dispatches a message at the same time, and leaves the write out
 * when the acknowledgement comes first. That is sound, and it is what its users run; it also means
 * that some sends never reach the disk. The variant that stores first forces every send.
 */
final class ClassicContender implements Contender {

  private static final String BROKER = "bench";
  private static final String ADDRESS = "vm://" + BROKER + "?create=false";

  private final String name;
  private final boolean storeAndDispatchAtOnce;

  private ClassicContender(String name, boolean storeAndDispatchAtOnce) {
    this.name = name;
    this.storeAndDispatchAtOnce = storeAndDispatchAtOnce;
  }

  static Contender withDefaults() {
    return new ClassicContender("classic", true);
  }

  static Contender storeFirst() {
    return new ClassicContender("classic-store-first", false);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String product() {
    return "Apache ActiveMQ Classic";
  }

  @Override
  public String settings() {
    return "KahaDB, journalDiskSyncStrategy always,"
        + " concurrentStoreAndDispatchQueues "
        + storeAndDispatchAtOnce
        + ", transport vm, no asynchronous sends";
  }

  @Override
  public boolean forcesEverySend() {
    return !storeAndDispatchAtOnce;
  }

  @Override
  public boolean sendsAsynchronously() {
    return false;
  }

  @Override
  public boolean variant() {
    return !storeAndDispatchAtOnce;
  }

  @Override
  public boolean variantOfSendsAlone() {
    return variant();
  }

  @Override
  public RunningBroker start(Path directory) throws Exception {
    KahaDBPersistenceAdapter store = store(directory);
    BrokerService broker = new BrokerService();
    broker.setBrokerName(BROKER);
    broker.setPersistent(true);
    broker.setUseJmx(false);
    broker.setUseShutdownHook(false);
    broker.setDataDirectoryFile(directory.toFile());
    broker.setPersistenceAdapter(store);
    broker.start();
    broker.waitUntilStarted();
    ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(ADDRESS);
    requireInForce(broker, store, factory);
    return new RunningBroker(
        factory,
        new ActiveMQXAConnectionFactory(ADDRESS),
        queue ->
            broker
                .getDestination(new ActiveMQQueue(queue))
                .getDestinationStatistics()
                .getMessages()
                .getCount(),
        () -> {
          broker.stop();
          broker.waitUntilStopped();
        });
  }

  private KahaDBPersistenceAdapter store(Path directory) {
    KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
    store.setDirectory(directory.resolve("kahadb").toFile());
    store.setJournalDiskSyncStrategy(JournalDiskSyncStrategy.ALWAYS.name());
    store.setConcurrentStoreAndDispatchQueues(storeAndDispatchAtOnce);
    return store;
  }

  private void requireInForce(
      BrokerService broker, KahaDBPersistenceAdapter store, ActiveMQConnectionFactory factory)
      throws Exception {
    Settings.require(name, "persistent", true, broker.isPersistent());
    Settings.require(name, "persistence adapter", store, broker.getPersistenceAdapter());
    Settings.require(
        name,
        "journalDiskSyncStrategy",
        JournalDiskSyncStrategy.ALWAYS,
        store.getStore().getJournalDiskSyncStrategyEnum());
    Settings.require(
        name,
        "concurrentStoreAndDispatchQueues",
        storeAndDispatchAtOnce,
        store.getStore().isConcurrentStoreAndDispatchQueues());
    Settings.require(name, "useAsyncSend", false, factory.isUseAsyncSend());
  }
}
