// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluicemq.message.Address;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.PendingBackup;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.SubscriptionRecord;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.DiskFile;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.PowerLosses;
import org.sluicemq.store.journal.SimulatedDisk;
import org.sluicemq.store.writebehind.InlineStore;

/**
 * Loses the power before every operation of the disk while a copy is made, of a store in use or of
 * the files of one that nobody uses: the store is whole afterwards, and the copy is not there under
 * its name or is a whole store; what was left half done is in nobody's way. It is done a twentieth
 * as often as {@code sluice.crash.rounds} says, each time with other losses.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class BackupPowerLossTest {

  private static final Path LIVE = Path.of("/stores/live");
  private static final Path COPY = Path.of("/copies/monday");
  private static final Path UNFINISHED = Path.of("/copies/monday.unfinished");
  private static final long H2_JOURNAL = 256 * 1024;
  private static final int LARGE = 400_000;
  private static final int FEWEST_MOMENTS = 30;
  private static final int FEWEST_MOMENTS_OF_FILES = 15;

  private static final BacklogRecord ORDERS = new BacklogRecord(1, Address.queue("orders"));
  private static final BacklogRecord NEWS = new BacklogRecord(2, Address.topic("news"));
  private static final BacklogRecord READER =
      new BacklogRecord(
          3, NEWS.address(), new SubscriptionRecord(2, "c", "reader", true, false, null, 100));

  private final InlineStore stores = new InlineStore(LIVE, 2 << 20, 2 << 20);
  private final InlineStore copies = new InlineStore(COPY, 256 * 1024, 128 * 1024);

  /** What a machine finds that lost its power during a backup. */
  private record Moment(SimulatedDisk disk, PowerLoss loss, int operation) {}

  @Test
  void everyMomentOfABackupCanBeTheLast() {
    PowerLosses.repeatRarely("Backup, moments", this::surviveBackup, "copies", "leftovers");
  }

  private int surviveBackup(Random random) throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    StoreModel content;
    List<Moment> moments;
    try (MessageStore store = stores.open(disk)) {
      store.recover();
      content = fill(store, random);
      moments = watch(disk, random);
      store.backup(COPY);
      disk.watch(working -> {});
      requireCopyStays(disk, random);
    }
    assertTrue(moments.size() >= FEWEST_MOMENTS, "only " + moments.size() + " operations");
    for (Moment moment : moments) {
      verify(moment, content, content);
    }
    return moments.size();
  }

  /** The store is written to between the moment that is copied and the end of the copying. */
  @Test
  void storeWrittenToMeanwhileAndItsCopySurviveALossAtEveryMoment() {
    PowerLosses.repeatRarely(
        "Backup under way, moments", this::surviveWritesMeanwhile, "copies", "leftovers");
  }

  private int surviveWritesMeanwhile(Random random) throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    StoreModel copied;
    StoreModel content;
    List<Moment> moments;
    try (H2MessageStore store = InlineH2.open(disk, LIVE, H2_JOURNAL)) {
      store.recover();
      copied = fill(store, random);
      PendingBackup backup = store.beginBackup(COPY);
      WriteBatch meanwhile = messages(ORDERS, 300, 310).remove(MessageKey.of(1, 4, 8));
      store.write(meanwhile);
      content = copied.after(meanwhile);
      moments = watch(disk, random);
      backup.finish();
      disk.watch(working -> {});
      requireCopyStays(disk, random);
    }
    assertTrue(moments.size() >= FEWEST_MOMENTS, "only " + moments.size() + " operations");
    for (Moment moment : moments) {
      verify(moment, content, copied);
    }
    return moments.size();
  }

  /** The copy of a store that was killed, of which both journals hold what the tables do not. */
  @Test
  void everyMomentOfACopyOfTheFilesCanBeTheLast() {
    PowerLosses.repeatRarely("Copy of files, moments", this::surviveCopy, "copies", "leftovers");
  }

  private int surviveCopy(Random random) throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    StoreModel content;
    SimulatedDisk killed;
    try (MessageStore store = stores.open(disk)) {
      store.recover();
      content = fill(store, random);
      killed = disk.afterPowerLoss(PowerLoss.any(random), random);
    }
    List<Moment> moments = watch(killed, random);
    new StoreCopy(killed, LIVE).to(COPY);
    killed.watch(working -> {});
    requireCopyStays(killed, random);
    assertTrue(moments.size() >= FEWEST_MOMENTS_OF_FILES, moments.size() + " operations");
    for (Moment moment : moments) {
      try {
        verifyFiles(moment.disk(), content);
      } catch (Exception | AssertionError e) {
        throw failed(moment, e);
      }
    }
    return moments.size();
  }

  private void verifyFiles(SimulatedDisk disk, StoreModel content) throws Exception {
    boolean made = disk.exists(COPY);
    count(disk, made);
    if (!made) {
      new StoreCopy(disk, LIVE).to(COPY);
      assertFalse(disk.exists(UNFINISHED));
    }
    StoreCheck.Report report = StoreCheck.run(COPY, disk);
    assertTrue(report.isSound(), report.toString());
    try (MessageStore copy = copies.open(disk);
        MessageStore store = stores.open(disk)) {
      assertEquals(content, StoreModel.of(copy));
      assertEquals(content, StoreModel.of(store));
    }
  }

  private static StoreModel fill(MessageStore store, Random random) throws StoreException {
    byte[] large = new byte[LARGE];
    random.nextBytes(large);
    List<WriteBatch> batches =
        List.of(
            new WriteBatch().create(ORDERS).create(NEWS).create(READER),
            messages(ORDERS, 1, 20),
            new WriteBatch().add(MessageStoreContract.message(ORDERS, 7, 21, large)),
            messages(NEWS, 101, 120),
            new WriteBatch().add(MessageStoreContract.message(NEWS, 4, 121, large)),
            new WriteBatch().remove(MessageKey.of(1, 4, 7)).deliveredMark(1, 20),
            new WriteBatch().remove(MessageKey.of(3, 4, 105)));
    StoreModel content = StoreModel.empty();
    for (WriteBatch batch : batches) {
      store.write(batch);
      content = content.after(batch);
    }
    return content;
  }

  private static WriteBatch messages(BacklogRecord backlog, int from, int to) {
    WriteBatch batch = new WriteBatch();
    for (int i = from; i <= to; i++) {
      batch.add(MessageStoreContract.message(backlog, 4, i));
    }
    return batch;
  }

  private static List<Moment> watch(SimulatedDisk disk, Random random) {
    List<Moment> moments = new ArrayList<>();
    disk.watch(
        working -> {
          PowerLoss loss = PowerLoss.any(random);
          moments.add(new Moment(working.afterPowerLoss(loss, random), loss, moments.size()));
        });
    return moments;
  }

  /** Whatever is lost once the caller was told that there is a copy, the copy is not. */
  private static void requireCopyStays(SimulatedDisk disk, Random random) {
    for (PowerLoss loss : PowerLoss.values()) {
      SimulatedDisk found = disk.afterPowerLoss(loss, random);
      assertTrue(found.exists(COPY), loss.name());
      assertFalse(found.exists(UNFINISHED), loss.name());
    }
  }

  private void verify(Moment moment, StoreModel content, StoreModel copied) {
    try {
      verify(moment.disk(), content, copied);
    } catch (Exception | AssertionError e) {
      throw failed(moment, e);
    }
  }

  private static AssertionError failed(Moment moment, Throwable e) {
    return new AssertionError(
        moment.loss() + " before operation " + moment.operation() + ": " + e.getMessage(), e);
  }

  private static void count(SimulatedDisk disk, boolean made) {
    PowerLosses.count(
        made ? "copies" : disk.exists(UNFINISHED) ? "leftovers" : "losses without a trace");
  }

  private void verify(SimulatedDisk disk, StoreModel content, StoreModel copied) throws Exception {
    boolean made = disk.exists(COPY);
    count(disk, made);
    if (made) {
      requireWholeCopy(disk, copied);
    }
    try (MessageStore store = stores.open(disk)) {
      assertEquals(content, StoreModel.of(store));
      if (!made) {
        store.backup(COPY);
      }
    }
    if (!made) {
      requireWholeCopy(disk, content);
      assertFalse(disk.exists(UNFINISHED));
    }
  }

  private void requireWholeCopy(Disk disk, StoreModel expected) throws StoreException {
    StoreCheck.Report report = StoreCheck.run(COPY, disk);
    assertTrue(report.isSound(), report.toString());
    assertEquals(List.of(), report.notes());
    try (MessageStore copy = copies.open(disk)) {
      assertEquals(expected, StoreModel.of(copy));
    }
  }

  /** A copy of the files that was broken off leaves files that a backup does not have. */
  @Test
  void leftoversOfACopyOfTheFilesAreInNobodysWay() throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    try (MessageStore store = stores.open(disk)) {
      store.recover();
      StoreModel content = fill(store, new Random(5));
      disk.createDirectories(UNFINISHED);
      for (Path file : disk.files()) {
        copy(disk, file, UNFINISHED.resolve(file.getFileName()));
      }
      store.backup(COPY);
      requireWholeCopy(disk, content);
    }
  }

  private static void copy(Disk disk, Path from, Path to) throws Exception {
    try (DiskFile source = disk.open(from);
        DiskFile target = disk.open(to)) {
      byte[] bytes = new byte[(int) source.size()];
      source.read(0, bytes, 0, bytes.length);
      target.write(0, bytes, 0, bytes.length);
      target.force();
    }
  }
}
