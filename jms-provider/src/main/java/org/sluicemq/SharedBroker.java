// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.BrokerSettings;
import org.sluicemq.broker.LocalBroker;
import org.sluicemq.broker.OverflowOpener;
import org.sluicemq.broker.Scheduler;
import org.sluicemq.management.BrokerManagement;
import org.sluicemq.security.AccessControl;
import org.sluicemq.security.AccessSettings;
import org.sluicemq.store.MemoryMessageStore;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.h2.H2MessageStore;
import org.sluicemq.store.journal.LocalDisk;
import org.sluicemq.store.writebehind.WriteBehindSettings;
import org.sluicemq.store.writebehind.WriteBehindStore;

/**
 * A running broker that everybody in this class loader shares who names the same store; counted, so
 * that the first use starts it and the last close stops it. The table is guarded by its own lock,
 * which is held while a broker starts or stops: who comes meanwhile waits for the outcome.
 */
final class SharedBroker {

  private static final System.Logger LOG = System.getLogger(SharedBroker.class.getName());
  private static final Map<String, SharedBroker> RUNNING = new HashMap<>();

  /** A later user is refused when these are not met, see {@link #refuseToJoinWithLess}. */
  private static final Set<Setting> ACCESS =
      EnumSet.of(
          Setting.SECURITY_FILE,
          Setting.ANONYMOUS_ACCESS,
          Setting.AUTHENTICATOR,
          Setting.AUTHORIZER);

  private final SluiceConfiguration configuration;
  private final AccessControl access;
  private final MessageStore store;
  private final LocalBroker broker;
  private final BrokerManagement management;
  private int users;

  private SharedBroker(SluiceConfiguration configuration) throws BrokerException {
    long began = System.nanoTime();
    this.configuration = configuration;
    String key = configuration.storeKey();
    BrokerSettings settings =
        new BrokerSettings(
            key,
            configuration.maxMessageSize(),
            configuration.memoryLimit(),
            configuration.redelivery(),
            configuration.transactions());
    // Before anything else: a broker that cannot tell who may connect does not start.
    this.access = AccessControl.open(configuration.access());
    this.store = openStore(configuration);
    Scheduler scheduler = Scheduler.onThread("sluice-broker", InstantSource.system());
    this.broker = LocalBroker.start(settings, store, overflow(configuration), scheduler);
    this.management = BrokerManagement.register(broker, this::backup);
    String millis = Long.toString((System.nanoTime() - began) / 1_000_000);
    String found = store instanceof WriteBehindStore onDisk ? onDisk.summary() : "in memory";
    LOG.log(Level.INFO, "Broker ''{0}'' is running, after {1} ms; {2}", key, millis, found);
  }

  private static MessageStore openStore(SluiceConfiguration configuration) throws BrokerException {
    if (configuration.isInMemory()) {
      return new MemoryMessageStore(configuration.get(Setting.MEMORY_STORE));
    }
    try {
      return WriteBehindStore.open(
          configuration.storeDirectory(),
          WriteBehindSettings.defaults()
              .withJournalBytes(configuration.journalSize())
              .within(Runtime.getRuntime().maxMemory()),
          new LocalDisk());
    } catch (StoreException e) {
      throw new BrokerException(BrokerException.Reason.STORE, e.getMessage(), e);
    }
  }

  /** Where messages go that need not survive and that memory has no room for. */
  private static OverflowOpener overflow(SluiceConfiguration configuration) {
    return configuration.isInMemory()
        ? null
        : () -> H2MessageStore.openOverflow(configuration.storeDirectory(), new LocalDisk());
  }

  /** Joins the broker of a store, started if nobody uses it yet. */
  static SharedBroker acquire(SluiceConfiguration configuration) throws BrokerException {
    synchronized (RUNNING) {
      SharedBroker shared = RUNNING.get(configuration.storeKey());
      if (shared == null) {
        shared = new SharedBroker(configuration);
        RUNNING.put(configuration.storeKey(), shared);
      } else {
        shared.refuseToJoinWithLess(configuration.access());
        shared.warnOfOtherSettings(configuration);
      }
      shared.users++;
      return shared;
    }
  }

  /** Who asks for users and rules must not get a broker without them, and a line in the log. */
  private void refuseToJoinWithLess(AccessSettings wanted) throws BrokerException {
    AccessSettings running = configuration.access();
    if (!wanted.holdUnder(running)) {
      throw new BrokerException(
          BrokerException.Reason.SECURITY,
          "Broker '"
              + broker.name()
              + "' runs already, with "
              + inWords(running)
              + ", and cannot be used with "
              + inWords(wanted)
              + ": give the same settings to whoever starts it");
    }
  }

  private static String inWords(AccessSettings settings) {
    return "securityFile="
        + (settings.securityFile() == null ? "" : settings.securityFile())
        + ", anonymousAccess="
        + settings.anonymousAccess()
        + ", authenticator="
        + settings.authenticator()
        + ", authorizer="
        + settings.authorizer();
  }

  private void warnOfOtherSettings(SluiceConfiguration other) {
    other
        .given()
        .forEach(
            (setting, value) -> {
              boolean perConnection =
                  setting == Setting.CLIENT_ID
                      || setting == Setting.OBJECT_MESSAGE_TRUSTED_PACKAGES
                      || setting == Setting.OBJECT_MESSAGE_LIMITS
                      || setting == Setting.STORE_DIRECTORY;
              if (!perConnection
                  && !ACCESS.contains(setting)
                  && !value.equals(configuration.get(setting))) {
                LOG.log(
                    Level.WARNING,
                    "Broker ''{0}'' runs with {1}={2}; the {1}={3} of a later user has no effect",
                    broker.name(),
                    setting.key(),
                    configuration.get(setting),
                    value);
              }
            });
  }

  LocalBroker broker() {
    return broker;
  }

  /** The broker for a connection of a user; null for nobody in particular. */
  Broker admit(String user, String password) throws BrokerException {
    return access.admit(broker, user, password);
  }

  /** Copies the store while the broker runs. */
  void backup(Path target) throws BrokerException {
    try {
      store.backup(target);
    } catch (StoreException e) {
      throw new BrokerException(BrokerException.Reason.STORE, e.getMessage(), e);
    }
  }

  /** Leaves the broker; the last one stops it. */
  void release() throws BrokerException {
    synchronized (RUNNING) {
      if (--users > 0) {
        return;
      }
      RUNNING.remove(configuration.storeKey(), this);
      management.close();
      broker.close();
      LOG.log(Level.INFO, "Broker ''{0}'' is stopped", broker.name());
    }
  }
}
