// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import org.h2.mvstore.FileStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sluicemq.message.Address;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.SimulatedDisk;

/** H2's numbers of chunks are begun anew long before they end, with nothing lost on the way. */
class ChunkNumbersTest {

  private static final Logger LOG = Logger.getLogger(ChunkNumbers.class.getName());
  private static final Path DIRECTORY = Path.of("/store");
  private static final long JOURNAL = 256 * 1024;
  private static final BacklogRecord ORDERS = new BacklogRecord(1, Address.queue("orders"));

  private final Random random = new Random(3);

  @BeforeAll
  static void silence() {
    LOG.setUseParentHandlers(false);
  }

  @AfterAll
  static void speak() {
    LOG.setUseParentHandlers(true);
  }

  private static H2MessageStore open(SimulatedDisk disk) throws StoreException {
    return InlineH2.open(disk, DIRECTORY, JOURNAL);
  }

  /** A store of a hundred messages whose last chunk has a number. */
  private static SimulatedDisk store(int number) throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    try (H2MessageStore store = open(disk)) {
      store.recover();
      store.write(new WriteBatch().create(ORDERS));
      for (int i = 1; i <= 100; i++) {
        store.write(new WriteBatch().add(MessageStoreContract.message(ORDERS, 4, i)));
      }
    }
    try (JournalledDatabase database =
            JournalledDatabase.open(disk, DIRECTORY, JOURNAL, Runnable::run);
        Connection connection = database.connect()) {
      moveTo(number, ChunkNumbers.database(connection).getFileStore(), connection);
    }
    return disk;
  }

  private static void moveTo(int number, FileStore<?> file, Connection connection)
      throws Exception {
    Field last = FileStore.class.getDeclaredField("lastChunkId");
    Field chunks = FileStore.class.getDeclaredField("chunks");
    last.setAccessible(true);
    chunks.setAccessible(true);
    @SuppressWarnings("unchecked")
    Map<Integer, Object> byNumber = (Map<Integer, Object>) chunks.get(file);
    // H2 looks for the last chunk by its number when it writes the next one.
    byNumber.put(number, byNumber.get(last.getInt(file)));
    last.setInt(file, number);
    connection.createStatement().execute("UPDATE store_info SET created = CURRENT_TIMESTAMP");
    byNumber.remove(number);
  }

  private static int number(SimulatedDisk disk) throws Exception {
    try (JournalledDatabase database =
            JournalledDatabase.open(disk, DIRECTORY, JOURNAL, Runnable::run);
        Connection connection = database.connect()) {
      Object last = ChunkNumbers.database(connection).getStoreHeader().get("chunk");
      return last instanceof Integer i ? i : Integer.parseInt(last.toString(), 16);
    }
  }

  private static void assertHoldsItsMessages(H2MessageStore store) throws StoreException {
    assertEquals(100, store.recover().backlogs().get(0).messages());
    assertEquals(100, store.read(0, Long.MAX_VALUE, 200, Long.MAX_VALUE).size());
  }

  @Test
  void numbersBelowTheHalfAreLeftAlone() throws Exception {
    SimulatedDisk disk = store(ChunkNumbers.COMPACTED_FROM - 1000);
    try (H2MessageStore store = open(disk)) {
      assertHoldsItsMessages(store);
    }
    assertTrue(number(disk) >= ChunkNumbers.COMPACTED_FROM - 1000);
  }

  @Test
  void numbersBeginAnewAtTheNextStartAfterTheHalf() throws Exception {
    SimulatedDisk disk = store(ChunkNumbers.COMPACTED_FROM + 1);
    assertTrue(number(disk) > ChunkNumbers.COMPACTED_FROM);
    try (H2MessageStore store = open(disk)) {
      assertHoldsItsMessages(store);
    }
    assertTrue(number(disk) < 1000, "now " + number(disk));
  }

  @Test
  void renewalCutOffAtAnyOperationLosesNothing() throws Exception {
    SimulatedDisk prepared = store(ChunkNumbers.COMPACTED_FROM + 1);
    boolean finished = false;
    int cuts = 0;
    for (; !finished; cuts++) {
      SimulatedDisk dying = prepared.afterPowerLoss(PowerLoss.NONE_LOST, random);
      dying.losePowerAfter(cuts);
      try {
        open(dying).close();
      } catch (StoreException e) {
        assertTrue(dying.hasLostPower(), () -> "failed without cause: " + e);
      }
      finished = !dying.hasLostPower();
      SimulatedDisk afterwards = dying.afterPowerLoss(PowerLoss.any(random), random);
      try (H2MessageStore store = open(afterwards)) {
        assertHoldsItsMessages(store);
      }
      assertTrue(number(afterwards) < 1000);
    }
    assertTrue(cuts > 20, "only " + cuts + " moments were tried");
  }

  @Test
  void storeStopsBeforeTheNumbersAreUsedUp() throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    AtomicReference<JournalledDatabase> opened = new AtomicReference<>();
    H2StoreSettings settings =
        H2StoreSettings.defaults()
            .withJournalBytes(JOURNAL)
            .withCompaction(1, Compaction.SMALL_BYTES);
    H2MessageStore store =
        H2MessageStore.open(
            DIRECTORY,
            settings,
            disk,
            () -> {
              opened.set(JournalledDatabase.open(disk, DIRECTORY, JOURNAL, Runnable::run));
              return opened.get();
            },
            task -> {},
            task -> {});
    store.recover();
    store.write(new WriteBatch().create(ORDERS));
    try (Connection connection = opened.get().connect()) {
      moveTo(
          ChunkNumbers.STOPPED_FROM, ChunkNumbers.database(connection).getFileStore(), connection);
    }
    AtomicInteger written = new AtomicInteger();
    StoreException stopped =
        assertThrows(
            StoreException.class,
            () -> {
              while (written.get() < 20) {
                int arrival = written.get() + 1;
                store.write(new WriteBatch().add(MessageStoreContract.message(ORDERS, 4, arrival)));
                written.incrementAndGet();
              }
            });
    assertTrue(stopped.getMessage().contains("restart the broker"), stopped.getMessage());
    store.close();
    try (H2MessageStore again = open(disk)) {
      assertEquals(written.get(), again.recover().backlogs().get(0).messages());
    }
    assertTrue(number(disk) < 1000, "now " + number(disk));
  }
}
