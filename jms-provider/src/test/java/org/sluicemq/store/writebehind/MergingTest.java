// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.store.MessageStoreContract.message;
import static org.sluicemq.store.writebehind.Fixture.INVOICES;
import static org.sluicemq.store.writebehind.Fixture.ORDERS;
import static org.sluicemq.store.writebehind.Fixture.key;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.RefusedBatchException;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.h2.RecordingDisk;
import org.sluicemq.store.journal.SimulatedDisk;

/** When what is in the journal goes into the store behind, what of it, and who waits for that. */
class MergingTest {

  private static final int JOURNAL = 64 * 1024;
  private static final Logger LOG = Logger.getLogger(WriteBehindStore.class.getName());

  private final RecordingDisk disk = new RecordingDisk(new SimulatedDisk());
  private final KeptStore resting = new KeptStore();
  private final ManualMerges merges = new ManualMerges();
  private MessageStore store;

  @BeforeEach
  void open() throws StoreException {
    store = Fixture.open(disk, resting, Fixture.settings(JOURNAL, 1 << 20), merges);
    store.recover();
    store.write(new WriteBatch().create(ORDERS).create(INVOICES));
    store.flush();
    merges.pass(Duration.ofMillis(250));
    resting.takeWritten();
  }

  @AfterEach
  void close() throws StoreException {
    LOG.setLevel(null);
    store.close();
    assertTrue(resting.isClosed());
  }

  private static List<Long> arrivals(MessageStore from, BacklogRecord backlog)
      throws StoreException {
    return from
        .read(MessageKey.before(backlog.id()), MessageKey.after(backlog.id()), 10_000, 1L << 40)
        .stream()
        .map(found -> MessageKey.arrival(found.key()))
        .toList();
  }

  private List<StoredMessage> merged() {
    return resting.takeWritten().stream().flatMap(batch -> batch.added().stream()).toList();
  }

  @Test
  void loneWriteIsOneWriteAndOneForceOfTheJournal() throws Exception {
    store.write(new WriteBatch().add(message(ORDERS, 4, 1, new byte[1024])));
    disk.take();
    for (int i = 2; i <= 10; i++) {
      store.write(new WriteBatch().add(message(ORDERS, 4, i, new byte[1024])));
      List<RecordingDisk.Event> events = disk.take();
      assertEquals(2, events.size());
      assertEquals(FrontJournal.FILE, events.get(0).file());
      assertFalse(events.get(0).isForce());
      assertEquals(FrontJournal.FILE, events.get(1).file());
      assertTrue(events.get(1).isForce());
    }
    assertEquals(List.of(), resting.takeWritten());
  }

  @Test
  void messageSentAndAcknowledgedNeverReachesTheStoreBehind() throws Exception {
    for (int i = 1; i <= 500; i++) {
      store.write(new WriteBatch().add(message(ORDERS, 4, i)).deliveredMark(ORDERS.id(), i));
      store.write(new WriteBatch().deliveryCount(key(i), 1));
      store.write(new WriteBatch().remove(key(i)));
      merges.run();
    }
    store.flush();
    List<WriteBatch> written = resting.takeWritten();
    assertTrue(written.size() < 60, written.size() + " merges");
    for (WriteBatch merge : written) {
      assertEquals(List.of(), merge.added());
      assertEquals(List.of(), merge.removed());
      assertTrue(merge.deliveryCounts().isEmpty());
    }
  }

  @Test
  void messageAcknowledgedAfterItsMergeIsRemovedBehind() throws Exception {
    store.write(new WriteBatch().add(message(ORDERS, 4, 1)));
    store.flush();
    assertEquals(List.of(1L), arrivals(resting, ORDERS));
    store.write(new WriteBatch().remove(key(1)));
    assertEquals(List.of(), arrivals(store, ORDERS));
    store.flush();
    assertEquals(List.of(), arrivals(resting, ORDERS));
  }

  @Test
  void messageThatWaitsRestsBehindWhenItsTimeHasCome() throws Exception {
    store.write(new WriteBatch().add(message(ORDERS, 4, 1)));
    store.write(new WriteBatch().add(message(ORDERS, 4, 2)));
    assertEquals(1, merges.timed());
    merges.pass(Duration.ofMillis(250));
    assertEquals(List.of(), arrivals(resting, ORDERS));
    store.write(new WriteBatch().add(message(ORDERS, 4, 3)));
    merges.pass(Duration.ofMillis(249));
    assertEquals(List.of(), arrivals(resting, ORDERS));
    merges.pass(Duration.ofMillis(1));
    assertEquals(List.of(1L, 2L), arrivals(resting, ORDERS).subList(0, 2));
    merges.pass(Duration.ofMillis(250));
    assertEquals(List.of(1L, 2L, 3L), arrivals(resting, ORDERS));
    assertEquals(0, merges.timed());
  }

  @Test
  void timeOfWhatWasMergedBeforeDoesNothingAndTheNextIsNotForgotten() throws Exception {
    store.write(new WriteBatch().add(message(ORDERS, 4, 1)));
    store.flush();
    store.write(new WriteBatch().add(message(ORDERS, 4, 2)));
    merges.pass(Duration.ofMillis(250));
    assertEquals(List.of(1L), arrivals(resting, ORDERS));
    merges.pass(Duration.ofMillis(250));
    assertEquals(List.of(1L, 2L), arrivals(resting, ORDERS));
    assertEquals(0, merges.timed());
    store.write(new WriteBatch().add(message(ORDERS, 4, 3)));
    assertEquals(1, merges.timed());
  }

  @Test
  void messageThatLivesForAQuarterOfTheJournalNeverReachesTheStoreBehind() throws Exception {
    int waiting = JOURNAL / 4 / 1400;
    for (int i = 1; i <= 20 * JOURNAL / 1024; i++) {
      send(i);
      if (i > waiting) {
        store.write(new WriteBatch().remove(key(i - waiting)));
      }
      merges.run();
    }
    List<WriteBatch> written = resting.takeWritten();
    assertTrue(written.size() > 20, written.size() + " merges");
    assertTrue(written.size() < 400, written.size() + " merges");
    for (WriteBatch merge : written) {
      assertEquals(List.of(), merge.added());
      assertEquals(List.of(), merge.removed());
    }
  }

  @Test
  void keyUsedAgainInABacklogCreatedAgainIsNotMergedTooEarly() throws Exception {
    BacklogRecord again = new BacklogRecord(ORDERS.id(), ORDERS.address());
    store.write(new WriteBatch().add(message(ORDERS, 4, 1, new byte[4000])));
    store.write(new WriteBatch().drop(ORDERS.id()));
    store.write(new WriteBatch().create(again));
    store.write(new WriteBatch().add(message(again, 4, 1, new byte[5])));
    store.flush();
    List<StoredMessage> found = resting.read(0, Long.MAX_VALUE, 9, 1L << 40);
    assertEquals(List.of(5), found.stream().map(m -> m.envelope().body().length()).toList());
  }

  @Test
  void halfFullJournalAsksForOneMerge() throws Exception {
    int arrival = 0;
    while (merges.asked() == 0) {
      store.write(new WriteBatch().add(message(ORDERS, 4, ++arrival, new byte[1024])));
    }
    assertTrue(arrival * 1024 < JOURNAL * 3 / 4, arrival + " messages");
    assertTrue(arrival * 1400 > JOURNAL / 2, arrival + " messages");
    store.write(new WriteBatch().add(message(ORDERS, 4, ++arrival)));
    assertEquals(1, merges.asked());
    assertEquals(List.of(), merged());
    merges.run();
    List<StoredMessage> oldest = merged();
    assertTrue(oldest.size() < arrival / 2, oldest.size() + " merged");
    assertEquals(
        LongStream.rangeClosed(1, oldest.size()).boxed().toList(),
        oldest.stream().map(found -> MessageKey.arrival(found.key())).toList());
    assertEquals(arrival, arrivals(store, ORDERS).size());
  }

  @Test
  void journalComesRoundManyTimesAndNothingIsLost() throws Exception {
    int count = 20 * JOURNAL / 1024;
    for (int i = 1; i <= count; i++) {
      store.write(new WriteBatch().add(message(ORDERS, 4, i, new byte[1024])));
    }
    assertEquals(LongStream.rangeClosed(1, count).boxed().toList(), arrivals(store, ORDERS));
  }

  @Test
  void senderWithRoomDoesNotWaitForAMergeUnderWay() throws Exception {
    store.write(new WriteBatch().add(message(ORDERS, 4, 1)));
    CountDownLatch mergeBegun = resting.shut();
    CompletableFuture<Void> merge = CompletableFuture.runAsync(this::flush);
    mergeBegun.await();
    store.write(new WriteBatch().add(message(ORDERS, 4, 2)));
    store.write(new WriteBatch().remove(key(1)));
    assertEquals(List.of(2L), arrivals(store, ORDERS));
    assertFalse(merge.isDone());
    resting.letPass();
    merge.join();
    assertEquals(List.of(1L), arrivals(resting, ORDERS));
    store.flush();
    assertEquals(List.of(2L), arrivals(resting, ORDERS));
  }

  @Test
  void sendersAreHeldBackWhileTheJournalIsFull() throws Exception {
    CountDownLatch mergeBegun = resting.shut();
    AtomicInteger confirmed = new AtomicInteger();
    int count = 2 * JOURNAL / 1024;
    CompletableFuture<Void> sender =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i <= count; i++) {
                send(i);
                confirmed.set(i);
              }
            });
    mergeBegun.await();
    assertFalse(sender.isDone());
    assertTrue(confirmed.get() * 1024 < JOURNAL, confirmed + " confirmed");
    assertTrue(confirmed.get() * 1400 > JOURNAL * 3 / 4, confirmed + " confirmed");
    // What is confirmed can be read meanwhile, from the layer that is being merged.
    assertEquals(confirmed.get(), arrivals(store, ORDERS).size());
    resting.letPass();
    sender.join();
    assertEquals(count, arrivals(store, ORDERS).size());
  }

  private void send(long arrival) {
    try {
      store.write(new WriteBatch().add(message(ORDERS, 4, arrival, new byte[1024])));
    } catch (StoreException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void batchLargerThanTheJournalGoesBehindInItsPlace() throws Exception {
    byte[] large = new byte[10 * JOURNAL];
    store.write(new WriteBatch().add(message(ORDERS, 4, 1)));
    store.write(new WriteBatch().add(message(ORDERS, 4, 2, large)).remove(key(1)));
    assertEquals(List.of(2L), arrivals(resting, ORDERS));
    store.write(new WriteBatch().add(message(ORDERS, 4, 3)).remove(key(2)));
    assertEquals(List.of(3L), arrivals(store, ORDERS));
    assertThrows(
        RefusedBatchException.class,
        () -> store.write(new WriteBatch().add(message(ORDERS, 4, 3, large))));
    assertEquals(List.of(3L), arrivals(store, ORDERS));
  }

  @Test
  void keyOfAMessageThatRestsBehindIsInUse() throws Exception {
    store.write(new WriteBatch().add(message(ORDERS, 4, 5)));
    store.flush();
    assertThrows(
        RefusedBatchException.class,
        () -> store.write(new WriteBatch().add(message(ORDERS, 4, 5))));
    store.write(new WriteBatch().add(message(ORDERS, 4, 4)));
    store.write(new WriteBatch().remove(key(5)).add(message(ORDERS, 4, 5, new byte[9])));
    assertEquals(List.of(4L, 5L), arrivals(store, ORDERS));
    store.flush();
    assertEquals(List.of(4L, 5L), arrivals(resting, ORDERS));
  }

  @Test
  void numberAddressAndBranchUsedAgainWithinOneMergeAreNotMixedUp() throws Exception {
    BacklogRecord moved = new BacklogRecord(3, ORDERS.address());
    BacklogRecord again = new BacklogRecord(ORDERS.id(), INVOICES.address());
    store.write(new WriteBatch().add(message(ORDERS, 4, 1)).deliveredMark(ORDERS.id(), 9));
    store.flush();
    store.write(new WriteBatch().drop(ORDERS.id()).drop(INVOICES.id()));
    store.write(new WriteBatch().create(moved).create(again).add(message(again, 4, 2)));
    assertEquals(List.of(2L), arrivals(store, again));
    store.flush();
    assertEquals(List.of(2L), arrivals(resting, again));
    store.close();
    assertEquals(
        List.of(again, moved),
        resting.recover().backlogs().stream().map(found -> found.record()).toList());
  }

  @Test
  void mergeCutOffBetweenItsTwoBatchesIsDoneAgainInSmallSteps() throws Exception {
    LOG.setLevel(Level.OFF);
    BacklogRecord again = new BacklogRecord(ORDERS.id(), ORDERS.address());
    for (int i = 1; i <= 10; i++) {
      store.write(new WriteBatch().add(message(ORDERS, 4, i, new byte[1024])));
    }
    store.write(new WriteBatch().drop(ORDERS.id()));
    store.write(new WriteBatch().create(again).add(message(again, 4, 11)));
    resting.failWrite(2);
    assertThrows(StoreException.class, store::flush);
    store.close();
    // A buffer so small that the replay merges before it comes to the drop.
    store = Fixture.open(disk, resting.open(), Fixture.settings(JOURNAL, 4096), merges);
    assertEquals(2, store.recover().backlogs().size());
    assertEquals(List.of(11L), arrivals(store, again));
  }

  @Test
  void readsSeeEverythingInOrderWhileMergesGoOn() throws Exception {
    int rounds = 300;
    CompletableFuture<Void> merging =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < rounds; i++) {
                flush();
              }
            });
    long first = 1;
    for (int i = 1; i <= rounds; i++) {
      store.write(new WriteBatch().add(message(ORDERS, 4, i)).add(message(INVOICES, i % 10, i)));
      if (i % 3 == 0) {
        store.write(new WriteBatch().remove(key(first++)));
      }
      assertEquals(LongStream.rangeClosed(first, i).boxed().toList(), arrivals(store, ORDERS));
      List<StoredMessage> page = store.read(key(first), key(i), 3, 1L << 40);
      assertEquals(
          LongStream.rangeClosed(first + 1, Math.min(i, first + 3)).boxed().toList(),
          page.stream().map(found -> MessageKey.arrival(found.key())).toList());
    }
    merging.join();
    assertEquals(rounds, arrivals(store, INVOICES).size());
  }

  private void flush() {
    try {
      store.flush();
    } catch (StoreException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void failedMergeStopsTheStoreAndRestartFindsEverything() throws Exception {
    LOG.setLevel(Level.OFF);
    store.write(new WriteBatch().add(message(ORDERS, 4, 1)));
    resting.failWrite(1);
    StoreException failed = assertThrows(StoreException.class, store::flush);
    assertTrue(failed.getMessage().contains("injected"), failed.getMessage());
    StoreException later =
        assertThrows(
            StoreException.class, () -> store.write(new WriteBatch().add(message(ORDERS, 4, 2))));
    assertTrue(later.getMessage().contains("takes no more calls"), later.getMessage());
    assertThrows(StoreException.class, () -> arrivals(store, ORDERS));
    store.close();
    store = Fixture.open(disk, resting.open(), Fixture.settings(JOURNAL, 1 << 20), merges);
    assertEquals(1, store.recover().backlogs().get(0).messages());
    assertEquals(List.of(1L), arrivals(store, ORDERS));
  }

  @Test
  void mergeThatIsBrokenOffByAnErrorStopsTheStoreAndLosesNothing() throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    KeptStore kept = new KeptStore();
    WriteBehindSettings settings = Fixture.settings(1 << 20, 1 << 20);
    WriteBehindStore store = Fixture.open(disk, kept, settings, new ManualMerges());
    store.recover();
    store.write(new WriteBatch().create(Fixture.ORDERS));
    store.write(new WriteBatch().add(MessageStoreContract.message(Fixture.ORDERS, 4, 1)));
    kept.failNextWrite(new OutOfMemoryError("injected"));
    assertThrows(OutOfMemoryError.class, store::flush);
    StoreException refused =
        assertThrows(
            StoreException.class,
            () ->
                store.write(
                    new WriteBatch().add(MessageStoreContract.message(Fixture.ORDERS, 4, 2))));
    assertTrue(refused.getMessage().contains("while it merged"), refused.getMessage());
    store.close();
    try (WriteBehindStore again = Fixture.open(disk, kept.open(), settings, new ManualMerges())) {
      assertEquals(1, again.recover().backlogs().get(0).messages());
    }
  }

  @Test
  void readDoesNotFailForTheRefusedBatchOfAnother() throws Exception {
    WriteBehindStore store =
        Fixture.open(
            new SimulatedDisk(),
            new KeptStore(),
            Fixture.settings(1 << 20, 1 << 20),
            new ManualMerges());
    store.recover();
    store.write(new WriteBatch().create(Fixture.ORDERS));
    store.write(new WriteBatch().add(MessageStoreContract.message(Fixture.ORDERS, 4, 1)));
    AtomicReference<StoreException> told = new AtomicReference<>();
    store.writeLater(
        new WriteBatch().add(MessageStoreContract.message(Fixture.INVOICES, 4, 1)), told::set);
    assertEquals(1, store.read(0, Long.MAX_VALUE, 10, Long.MAX_VALUE).size());
    assertInstanceOf(RefusedBatchException.class, told.get());
    store.close();
  }
}
