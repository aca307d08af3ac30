// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.store.MemoryMessageStore;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.PendingBackup;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.h2.H2MessageStore;
import org.sluicemq.store.h2.H2StoreSettings;
import org.sluicemq.store.h2.StoreCheck;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.Fault;
import org.sluicemq.store.journal.FaultyDisk;
import org.sluicemq.store.journal.LocalDisk;

/** A copy of a store in use is whole, of one moment, or not there. */
class BackupTest {

  @TempDir Path parent;

  private WriteBehindStore open(String name, Disk disk) throws StoreException {
    WriteBehindStore store =
        WriteBehindStore.open(parent.resolve(name), WriteBehindSettings.defaults(), disk);
    store.recover();
    return store;
  }

  private static WriteBatch messages(long from, long to) {
    WriteBatch batch = new WriteBatch();
    LongStream.rangeClosed(from, to)
        .forEach(i -> batch.add(MessageStoreContract.message(Fixture.ORDERS, 4, i)));
    return batch;
  }

  private static List<Long> arrivals(WriteBehindStore store) throws StoreException {
    return store.read(0, Long.MAX_VALUE, 100_000, Long.MAX_VALUE).stream()
        .map(message -> MessageKey.arrival(message.key()))
        .toList();
  }

  @Test
  void copyHoldsWhatWasConfirmedAndIsAStoreOfItsOwn() throws Exception {
    try (WriteBehindStore store = open("live", new LocalDisk())) {
      store.write(new WriteBatch().create(Fixture.ORDERS));
      store.write(messages(1, 100));
      store.write(new WriteBatch().remove(Fixture.key(7)).deliveredMark(1, 50));
      store.backup(parent.resolve("copy"));
      store.write(messages(101, 110));
      try (WriteBehindStore copy = open("copy", new LocalDisk())) {
        assertEquals(99, arrivals(copy).size());
        copy.write(messages(500, 501));
      }
      assertEquals(109, arrivals(store).size());
    }
    assertTrue(StoreCheck.run(parent.resolve("copy"), new LocalDisk()).isSound());
    try (WriteBehindStore copy =
        WriteBehindStore.open(
            parent.resolve("copy"), WriteBehindSettings.defaults(), new LocalDisk())) {
      assertEquals(
          List.of(new StoreState.Backlog(Fixture.ORDERS, 101, 501, 50)), copy.recover().backlogs());
    }
  }

  @Test
  void targetThatExistsIsRefused() throws Exception {
    Path taken = Files.createDirectories(parent.resolve("taken"));
    Path file = Files.writeString(taken.resolve("precious"), "text");
    try (WriteBehindStore store = open("live", new LocalDisk())) {
      StoreException refusal = assertThrows(StoreException.class, () -> store.backup(taken));
      assertTrue(refusal.getMessage().contains(taken + " is there already"), refusal.getMessage());
      assertEquals("text", Files.readString(file));
      store.write(new WriteBatch().create(Fixture.ORDERS));
    }
  }

  @Test
  void storeInMemoryHasNothingToCopy() throws Exception {
    try (MemoryMessageStore store = new MemoryMessageStore("here")) {
      Path target = parent.resolve("copy");
      assertThrows(StoreException.class, () -> store.backup(target));
      assertFalse(Files.exists(target));
    }
  }

  @Test
  void leftoversOfAKilledBackupAreInNobodysWay() throws Exception {
    Path left = Files.createDirectories(parent.resolve("copy.unfinished"));
    Files.write(left.resolve("messages.mv.db"), new byte[100_000]);
    Files.writeString(left.resolve("store.id"), "half");
    try (WriteBehindStore store = open("live", new LocalDisk())) {
      store.write(new WriteBatch().create(Fixture.ORDERS));
      store.backup(parent.resolve("copy"));
    }
    assertFalse(Files.exists(left));
    try (WriteBehindStore copy = open("copy", new LocalDisk())) {
      assertEquals(List.of(), arrivals(copy));
    }
  }

  /**
   * Each unit of work removes one message and adds the next but ten: at every moment there are ten
   * that follow one another. A copy in which a unit is torn, or which is not of one moment, has
   * not.
   */
  @Test
  void copiesMadeUnderLoadAreOfOneMoment() throws Exception {
    AtomicLong confirmed = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CountDownLatch underWay = new CountDownLatch(300);
    try (WriteBehindStore store = open("live", new LocalDisk())) {
      store.write(new WriteBatch().create(Fixture.ORDERS));
      store.write(messages(1, 10));
      Thread worker =
          new Thread(
              () -> {
                try {
                  for (long i = 1; !over.get(); i++) {
                    store.write(messages(i + 10, i + 10).remove(Fixture.key(i)));
                    confirmed.set(i);
                    underWay.countDown();
                  }
                } catch (StoreException | RuntimeException e) {
                  failure.set(e);
                  over.set(true);
                }
              });
      worker.start();
      underWay.await();
      for (int round = 0; round < 5; round++) {
        long before = confirmed.get();
        store.backup(parent.resolve("copy-" + round));
        long after = confirmed.get();
        checkCopy("copy-" + round, before, after);
      }
      over.set(true);
      worker.join();
    }
    assertNull(failure.get());
  }

  private void checkCopy(String name, long before, long after) throws Exception {
    StoreCheck.Report report = StoreCheck.run(parent.resolve(name), new LocalDisk());
    assertTrue(report.isSound(), report.toString());
    assertEquals(List.of(), report.notes());
    try (WriteBehindStore copy = open(name, new LocalDisk())) {
      List<Long> found = arrivals(copy);
      long first = found.get(0);
      assertTrue(before < first && first <= after + 2, before + " " + first + " " + after);
      assertEquals(LongStream.range(first, first + 10).boxed().toList(), found);
    }
  }

  @Test
  void messagesRewrittenDuringTheCopyAreCopiedAsTheyWere() throws Exception {
    List<StoredMessage> before;
    try (WriteBehindStore store = open("live", new LocalDisk())) {
      store.write(new WriteBatch().create(Fixture.ORDERS));
      for (int i = 0; i < 20; i++) {
        store.write(
            new WriteBatch()
                .add(MessageStoreContract.message(Fixture.ORDERS, 4, i + 1, new byte[100_000])));
      }
      before = store.read(0, Long.MAX_VALUE, 100, Long.MAX_VALUE);
      store.backup(parent.resolve("copy"));
    }
    try (WriteBehindStore copy = open("copy", new LocalDisk())) {
      assertEquals(before, copy.read(0, Long.MAX_VALUE, 100, Long.MAX_VALUE));
    }
  }

  /** Lets one write after the other fail. */
  @Test
  void diskThatFailsAnywhereLeavesAWholeCopyOrNone() throws Exception {
    assertWholeCopyOrNone(FaultyDisk::failWrite, "failure");
  }

  /** Whatever a backup ends with, another can be made in its place. */
  @Test
  void errorAnywhereLeavesNothingThatIsUnderWay() throws Exception {
    assertWholeCopyOrNone(
        (disk, number) -> disk.endAt(Fault.WRITE, number, new OutOfMemoryError("injected")),
        "memory");
    assertWholeCopyOrNone(
        (disk, number) -> disk.endAt(Fault.NAME, number, new StackOverflowError("injected")),
        "stack");
  }

  private void assertWholeCopyOrNone(BiConsumer<FaultyDisk, Integer> failing, String kind)
      throws Exception {
    FaultyDisk disk = new FaultyDisk(new LocalDisk());
    Path target = parent.resolve("copy-" + kind);
    int refused = 0;
    // Without a thread that goes on beside it, whose operations might be the ones that fail.
    InlineStore live = new InlineStore(parent.resolve("live-" + kind), 2 << 20, 2 << 20);
    try (WriteBehindStore store = live.open(disk)) {
      store.recover();
      store.write(new WriteBatch().create(Fixture.ORDERS));
      store.write(messages(1, 50));
      store.flush();
      boolean failed = true;
      for (int number = 1; failed; number++) {
        failing.accept(disk, number);
        boolean made = !isRefused(store, target);
        failed = disk.hasFailed();
        refused += made ? 0 : 1;
        assertEquals(made, Files.exists(target), "failure " + number);
        assertFalse(Files.exists(parent.resolve(target.getFileName() + ".unfinished")));
        if (made) {
          // What fails while the copy is closed harms it no more.
          assertTrue(StoreCheck.run(target, new LocalDisk()).isSound(), "failure " + number);
          Files.move(target, parent.resolve(kind + "-made-" + number));
        }
      }
      disk.failWrite(Integer.MAX_VALUE);
      store.write(messages(51, 60));
      assertEquals(60, arrivals(store).size());
    }
    assertTrue(refused > 5, refused + " were refused");
  }

  private static boolean isRefused(WriteBehindStore store, Path target) {
    try {
      store.backup(target);
      return false;
    } catch (StoreException e) {
      assertTrue(e.getMessage().contains("The store goes on"), e.getMessage());
      return true;
    }
  }

  @Test
  void secondBackupToTheSameDirectoryIsRefusedAndDoesNotHarmTheFirst() throws Exception {
    Path target = parent.resolve("copy");
    try (H2MessageStore store =
        H2MessageStore.open(parent.resolve("live"), H2StoreSettings.defaults(), new LocalDisk())) {
      store.recover();
      store.write(new WriteBatch().create(Fixture.ORDERS));
      store.write(messages(1, 10));
      PendingBackup first = store.beginBackup(target);
      StoreException refused = assertThrows(StoreException.class, () -> store.beginBackup(target));
      assertTrue(refused.getMessage().contains("is being made"), refused.getMessage());
      first.finish();
      assertTrue(
          assertThrows(StoreException.class, () -> store.beginBackup(target))
              .getMessage()
              .contains("is there already"));
    }
    try (WriteBehindStore copy = open("copy", new LocalDisk())) {
      assertEquals(10, arrivals(copy).size());
    }
  }
}
