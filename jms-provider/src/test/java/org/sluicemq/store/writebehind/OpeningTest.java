// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.store.MessageStoreContract.message;
import static org.sluicemq.store.writebehind.Fixture.ORDERS;

import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.h2.H2MessageStore;
import org.sluicemq.store.h2.H2StoreSettings;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.SimulatedDisk;

/** A journal and a store that do not belong together are not opened, and are left as they were. */
class OpeningTest {

  private static final Path JOURNAL = Fixture.DIRECTORY.resolve(FrontJournal.FILE);
  private static final WriteBehindSettings SETTINGS = Fixture.settings(64 * 1024, 64 * 1024);

  private final SimulatedDisk disk = new SimulatedDisk();
  private final KeptStore resting = new KeptStore();

  private WriteBehindStore open() throws StoreException {
    return open(disk, resting);
  }

  private static WriteBehindStore open(SimulatedDisk disk, KeptStore resting)
      throws StoreException {
    WriteBehindStore store = Fixture.open(disk, resting.open(), SETTINGS, new ManualMerges());
    try {
      store.recover();
      return store;
    } catch (StoreException e) {
      store.close();
      throw e;
    }
  }

  private void writeAndStop(long arrival) throws StoreException {
    try (WriteBehindStore store = open()) {
      if (arrival == 1) {
        store.write(new WriteBatch().create(ORDERS));
      }
      store.write(new WriteBatch().add(message(ORDERS, 4, arrival)));
    }
  }

  private static void refused(String why, org.junit.jupiter.api.function.Executable opening) {
    StoreException refusal = assertThrows(StoreException.class, opening);
    assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("nothing was changed"), refusal.getMessage());
  }

  @Test
  void journalOfAnotherStoreIsRefused() throws Exception {
    writeAndStop(1);
    refused(
        "belongs to store " + Fixture.STORE,
        () ->
            Fixture.open(
                disk,
                resting.open(),
                new UUID(8, 8),
                SETTINGS,
                new WriteBehindThreads(new ManualMerges(), task -> {}, task -> {}, () -> {})));
    assertTrue(resting.isClosed());
  }

  @Test
  void lostJournalIsRefusedWhileItIsNeeded() throws Exception {
    WriteBehindStore store = open();
    disk.delete(JOURNAL);
    refused("is missing", this::open);
    assertEquals(false, disk.exists(JOURNAL));
    store.close();
  }

  @Test
  void lostJournalIsMadeAnewWhenItIsNotNeeded() throws Exception {
    writeAndStop(1);
    writeAndStop(2);
    disk.delete(JOURNAL);
    writeAndStop(3);
    try (WriteBehindStore store = open()) {
      assertEquals(3, store.read(0, Long.MAX_VALUE, 9, Long.MAX_VALUE).size());
    }
  }

  @Test
  void tablesOlderThanTheJournalAreRefused() throws Exception {
    writeAndStop(1);
    refused("does not fit", () -> open(disk, new KeptStore()));
    writeAndStop(2);
  }

  @Test
  void journalOlderThanTheTablesIsRefused() throws Exception {
    writeAndStop(1);
    SimulatedDisk old = disk.afterPowerLoss(PowerLoss.NONE_LOST, new Random(1));
    WriteBehindStore store = open();
    store.write(new WriteBatch().add(message(ORDERS, 4, 2)));
    store.flush();
    refused("does not fit", () -> open(old, resting));
    store.close();
  }

  @Test
  void tablesAreNotUsedAloneWhileTheJournalHoldsMore() throws Exception {
    WriteBehindStore store = WriteBehindStore.open(Fixture.DIRECTORY, SETTINGS, disk);
    store.recover();
    store.write(new WriteBatch().create(ORDERS));
    SimulatedDisk killed = disk.afterPowerLoss(PowerLoss.NONE_LOST, new Random(1));
    store.close();
    try (H2MessageStore alone = openAlone(killed)) {
      refused("without the journal in front of it", alone::recover);
    }
    try (WriteBehindStore again = WriteBehindStore.open(Fixture.DIRECTORY, SETTINGS, killed)) {
      assertEquals(1, again.recover().backlogs().size());
    }
    try (H2MessageStore alone = openAlone(killed)) {
      assertEquals(1, alone.recover().backlogs().size());
    }
  }

  private static H2MessageStore openAlone(SimulatedDisk disk) throws StoreException {
    return H2MessageStore.open(
        Fixture.DIRECTORY, H2StoreSettings.defaults().withJournalBytes(256 * 1024), disk);
  }

  @Test
  void journalTakesTheSizeThatIsSet() throws Exception {
    writeAndStop(1);
    WriteBehindStore larger =
        Fixture.open(disk, resting.open(), Fixture.settings(1 << 20, 1 << 20), new ManualMerges());
    larger.recover();
    // In the buffer still, so that it is the journal that took them.
    for (int i = 2; i <= 300; i++) {
      larger.write(new WriteBatch().add(message(ORDERS, 4, i, new byte[1024])));
    }
    assertEquals(1, resting.read(0, Long.MAX_VALUE, 999, Long.MAX_VALUE).size());
    larger.close();
    writeAndStop(301);
    assertEquals(301, resting.read(0, Long.MAX_VALUE, 999, Long.MAX_VALUE).size());
  }

  @Test
  void storeIsRecoveredOnceAndBeforeItsFirstUse() throws Exception {
    try (WriteBehindStore store = Fixture.open(disk, resting, SETTINGS, new ManualMerges())) {
      StoreException early =
          assertThrows(StoreException.class, () -> store.write(new WriteBatch().create(ORDERS)));
      assertTrue(early.getMessage().contains("has not been recovered"), early.getMessage());
      store.recover();
      StoreException again = assertThrows(StoreException.class, store::recover);
      assertTrue(again.getMessage().contains("already"), again.getMessage());
    }
  }
}
