// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.message.Address;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.LocalDisk;

/** The file of a store stays within a small multiple of what is live in it. */
class StoreSpaceTest {

  private static final BacklogRecord ORDERS = new BacklogRecord(1, Address.queue("orders"));
  private static final int BODY = 4096;
  private static final int PER_GROUP = 250;

  @TempDir Path directory;

  private final Queue<Runnable> idle = new ConcurrentLinkedQueue<>();
  private final ArrayDeque<Long> live = new ArrayDeque<>();
  private long arrival;

  private H2MessageStore open() throws StoreException {
    H2StoreSettings settings = H2StoreSettings.defaults();
    return H2MessageStore.open(
        directory,
        settings,
        new LocalDisk(),
        () ->
            JournalledDatabase.open(
                new LocalDisk(), directory, settings.journalBytes(), Runnable::run),
        task -> {},
        idle::add);
  }

  private long fileBytes() throws Exception {
    return Files.size(directory.resolve("messages.mv.db"));
  }

  private static void add(WriteBatch batch, long arrival) {
    batch.add(MessageStoreContract.message(ORDERS, 4, arrival, new byte[BODY]));
  }

  /** Adds a group of messages and removes as many of the oldest, but for every thousandth. */
  private void turnOver(H2MessageStore store, boolean removing) throws StoreException {
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < PER_GROUP; i++) {
      add(batch, ++arrival);
      live.add(arrival);
      if (removing) {
        long oldest = live.remove();
        if (oldest % 1000 != 0) {
          batch.remove(MessageKey.of(1, 4, oldest));
        }
      }
    }
    store.write(batch);
  }

  private void goIdle(H2MessageStore store) throws StoreException {
    Runnable task;
    int steps = 0;
    while ((task = idle.poll()) != null) {
      task.run();
      // Comes after what the task has asked of the writing thread.
      store.journalPosition();
      assertTrue(++steps < 2000, "the store never comes to rest");
    }
  }

  @Test
  void fileStaysSmallWhileMessagesPassThroughAndAFewStay() throws Exception {
    long worst = 0;
    try (H2MessageStore store = open()) {
      store.recover();
      store.write(new WriteBatch().create(ORDERS));
      for (int group = 0; group < 200; group++) {
        turnOver(store, group >= 20);
        // Somebody browses meanwhile.
        store.read(MessageKey.before(1), MessageKey.after(1), 100, Long.MAX_VALUE);
        worst = Math.max(worst, fileBytes());
      }
    }
    long liveBytes = 20L * PER_GROUP * BODY;
    long passed = 200L * PER_GROUP * BODY;
    assertTrue(worst < 4 * liveBytes, worst + " bytes for " + liveBytes + " live");
    assertTrue(worst < passed / 2, worst + " bytes after " + passed);
  }

  @Test
  void fileShrinksAfterABacklogIsDrained() throws Exception {
    try (H2MessageStore store = open()) {
      store.recover();
      store.write(new WriteBatch().create(ORDERS));
      for (int group = 0; group < 60; group++) {
        turnOver(store, false);
      }
      long full = fileBytes();
      assertTrue(full > 60L * PER_GROUP * BODY);
      while (live.size() > 10) {
        WriteBatch batch = new WriteBatch();
        for (int i = 0; i < PER_GROUP && live.size() > 10; i++) {
          // The first ten stay where they are.
          batch.remove(MessageKey.of(1, 4, live.removeLast()));
        }
        store.write(batch);
      }
      goIdle(store);
      assertTrue(fileBytes() < 12 << 20, fileBytes() + " bytes for ten messages, of " + full);
      assertEquals(10, store.read(0, Long.MAX_VALUE, 100, Long.MAX_VALUE).size());
    }
  }
}
