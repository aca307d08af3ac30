// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.store.writebehind.Fixture.ORDERS;
import static org.sluicemq.store.writebehind.Fixture.key;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.SimulatedDisk;

/** Removals that nobody waits for share a record. */
class LateRemovalsTest {

  private final List<StoreException> told = new ArrayList<>();

  private static WriteBatch removal(long arrival) {
    return new WriteBatch().remove(key(arrival));
  }

  private static WriteBehindStore open(SimulatedDisk disk, KeptStore kept) throws Exception {
    WriteBehindStore store =
        Fixture.open(disk, kept, Fixture.settings(1 << 20, 1 << 20), new ManualMerges());
    store.recover();
    return store;
  }

  private static WriteBatch messages(int count) {
    WriteBatch batch = new WriteBatch().create(ORDERS);
    LongStream.rangeClosed(1, count)
        .forEach(i -> batch.add(MessageStoreContract.message(ORDERS, 4, i)));
    return batch;
  }

  private static int waiting(WriteBehindStore store) throws StoreException {
    return store.read(0, Long.MAX_VALUE, 10_000, Long.MAX_VALUE).size();
  }

  @Test
  void removalsOfManyCallersAreAllDoneWhenTheNextReadReturns() throws Exception {
    try (WriteBehindStore store = open(new SimulatedDisk(), new KeptStore())) {
      store.write(messages(10));
      for (long i = 1; i <= 9; i++) {
        store.writeLater(removal(i), told::add);
      }
      assertEquals(List.of(), told, "nobody has led a group yet");
      assertEquals(1, waiting(store));
      assertEquals(Collections.nCopies(9, (StoreException) null), told);
    }
  }

  @Test
  void removalsShareTheRecordOfTheirGroup() throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    KeptStore kept = new KeptStore();
    WriteBehindStore store = open(disk, kept);
    store.write(messages(10));
    for (long i = 1; i <= 9; i++) {
      store.writeLater(removal(i), told::add);
    }
    store.write(new WriteBatch().deliveredMark(ORDERS.id(), 9));
    // Killed here: what follows is told by the journal alone.
    WriteBehindStore again =
        Fixture.open(disk, kept.open(), Fixture.settings(1 << 20, 1 << 20), new ManualMerges());
    assertEquals(1, again.recover().backlogs().get(0).messages());
    assertTrue(again.summary().contains("batches replayed from its journal: 3 "), again.summary());
  }

  @Test
  void failureIsToldToEveryCaller() throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    WriteBehindStore store = open(disk, new KeptStore());
    store.write(messages(10));
    store.writeLater(removal(1), told::add);
    store.writeLater(removal(2), told::add);
    disk.losePowerAfter(0);
    assertThrows(StoreException.class, () -> store.write(new WriteBatch().deliveredMark(1, 1)));
    assertEquals(2, told.size());
    assertSame(told.get(0), told.get(1));
  }

  @Test
  void callerThatFailsDoesNotKeepTheOutcomeFromOthers() {
    LateRemovals removals = new LateRemovals();
    removals.join(
        removal(1),
        failure -> {
          throw new IllegalStateException("thrown on purpose by a test");
        });
    removals.join(removal(2), told::add);
    assertThrows(IllegalStateException.class, () -> removals.tell(null));
    assertEquals(1, told.size());
  }

  @Test
  void nobodyJoinsAfterTheGroupHasTakenItOrWhenItIsOver() {
    LateRemovals taken = new LateRemovals();
    assertTrue(taken.join(removal(1), told::add));
    assertSame(taken.seal(), taken.seal());
    assertFalse(taken.join(removal(2), told::add));
    LateRemovals over = new LateRemovals();
    over.tell(null);
    assertFalse(over.join(removal(1), told::add));
    LateRemovals full = new LateRemovals();
    WriteBatch many = new WriteBatch();
    LongStream.rangeClosed(1, 1024).forEach(i -> many.remove(key(i)));
    assertTrue(full.join(many, told::add));
    assertFalse(full.join(removal(5000), told::add));
  }

  @Test
  void moreRemovalsThanTheSmallestJournalHoldsAreWritten() throws Exception {
    KeptStore kept = new KeptStore();
    WriteBehindStore store =
        Fixture.open(
            new SimulatedDisk(), kept, Fixture.settings(64 * 1024, 1 << 20), new ManualMerges());
    store.recover();
    store.write(messages(10));
    for (long i = 1; i <= 20_000; i++) {
      store.writeLater(removal(i), told::add);
    }
    assertEquals(0, waiting(store));
    assertEquals(20_000, told.size());
    WriteBatch many = new WriteBatch();
    LongStream.rangeClosed(1, 5000).forEach(i -> many.remove(key(i)));
    store.writeLater(many, told::add);
    store.flush();
    assertEquals(20_001, told.size());
    store.close();
  }
}
