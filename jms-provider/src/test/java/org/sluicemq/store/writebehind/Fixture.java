// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.sluicemq.message.Address;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.RestingStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.h2.H2StoreSettings;
import org.sluicemq.store.journal.Disk;

/** What the tests of this package open their stores with. */
final class Fixture {

  static final Path DIRECTORY = Path.of("/store");
  static final UUID STORE = new UUID(7, 7);
  static final BacklogRecord ORDERS = new BacklogRecord(1, Address.queue("orders"));
  static final BacklogRecord INVOICES = new BacklogRecord(2, Address.queue("invoices"));

  private Fixture() {}

  static WriteBehindSettings settings(long journalBytes, long bufferBytes) {
    return new WriteBehindSettings(
        journalBytes,
        bufferBytes,
        Duration.ofMillis(500),
        Duration.ofMillis(2),
        H2StoreSettings.defaults().withJournalBytes(256 * 1024));
  }

  /** Merges by hand; what is written later waits for the next write. */
  static WriteBehindStore open(
      Disk disk, RestingStore resting, WriteBehindSettings settings, MergeThread merges)
      throws StoreException {
    return open(
        disk,
        resting,
        STORE,
        settings,
        new WriteBehindThreads(merges, task -> {}, task -> {}, () -> {}));
  }

  static WriteBehindStore open(
      Disk disk,
      RestingStore resting,
      UUID store,
      WriteBehindSettings settings,
      WriteBehindThreads threads)
      throws StoreException {
    return WriteBehindStore.open(
        DIRECTORY,
        resting,
        () ->
            FrontJournal.open(
                disk, DIRECTORY, store, resting.journalPosition(), settings.journalBytes()),
        settings,
        threads);
  }

  static long key(long arrival) {
    return MessageKey.of(ORDERS.id(), 4, arrival);
  }
}
