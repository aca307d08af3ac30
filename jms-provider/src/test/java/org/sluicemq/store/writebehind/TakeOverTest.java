// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluicemq.store.MessageStoreContract.message;
import static org.sluicemq.store.writebehind.Fixture.INVOICES;
import static org.sluicemq.store.writebehind.Fixture.ORDERS;
import static org.sluicemq.store.writebehind.Fixture.key;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluicemq.message.Address;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.SubscriptionRecord;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.h2.H2MessageStore;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.SimulatedDisk;

/** A store whose process was killed is taken up as it was, its journal not merged yet. */
class TakeOverTest {

  private static final long JOURNAL = 64 * 1024;
  private static final WriteBehindSettings SETTINGS = Fixture.settings(JOURNAL, 1 << 20);

  private SimulatedDisk disk = new SimulatedDisk();
  private final KeptStore resting = new KeptStore();
  private ManualMerges merges;
  private MessageStore store;
  private StoreState state;

  @BeforeEach
  void begin() throws StoreException {
    start(SETTINGS);
    store.write(new WriteBatch().create(ORDERS));
    store.flush();
  }

  @AfterEach
  void close() throws StoreException {
    store.close();
  }

  private void start(WriteBehindSettings settings) throws StoreException {
    merges = new ManualMerges();
    store = Fixture.open(disk, resting.open(), settings, merges);
    state = store.recover();
  }

  private void killAndStart() throws StoreException {
    killAndStart(SETTINGS);
  }

  private void killAndStart(WriteBehindSettings settings) throws StoreException {
    disk = disk.afterPowerLoss(PowerLoss.NONE_LOST, new Random(1));
    resting.takeWritten();
    start(settings);
  }

  private static BranchRecord branch(int number, long preparedAt) {
    byte[] identity = {(byte) number};
    return new BranchRecord(1, identity, identity, preparedAt, List.of(), List.of(key(preparedAt)));
  }

  private List<Long> arrivals() throws StoreException {
    return store
        .read(MessageKey.before(ORDERS.id()), MessageKey.after(ORDERS.id()), 10_000, Long.MAX_VALUE)
        .stream()
        .map(found -> MessageKey.arrival(found.key()))
        .toList();
  }

  @Test
  void startWritesNothingAndKnowsTheFigures() throws Exception {
    store.write(new WriteBatch().add(message(ORDERS, 4, 1)).add(message(ORDERS, 4, 2)));
    store.flush();
    store.write(new WriteBatch().remove(key(1)).add(message(ORDERS, 4, 3)));
    store.write(new WriteBatch().add(message(ORDERS, 4, 4)).deliveredMark(ORDERS.id(), 3));
    store.write(new WriteBatch().remove(key(4)).create(INVOICES));
    for (int kill = 1; kill <= 3; kill++) {
      killAndStart();
      assertEquals(List.of(), resting.takeWritten());
      assertEquals(
          List.of(
              new StoreState.Backlog(ORDERS, 2, 4, 3), new StoreState.Backlog(INVOICES, 0, 0, 0)),
          state.backlogs());
      assertEquals(List.of(2L, 3L), arrivals());
    }
  }

  @Test
  void removalOfAMessageThatNeverRestedIsNotCounted() throws Exception {
    int waiting = (int) (JOURNAL * 5 / 8 / 1400);
    for (int i = 1; i <= waiting; i++) {
      store.write(new WriteBatch().add(message(ORDERS, 4, i, new byte[1024])));
    }
    // The step that takes over their arrival finds all but one gone, and the removals stay behind.
    for (int i = 2; i <= waiting; i++) {
      store.write(new WriteBatch().remove(key(i)));
    }
    assertEquals(1, merges.asked());
    merges.run();
    killAndStart();
    assertEquals(List.of(new StoreState.Backlog(ORDERS, 1, waiting, 0)), withoutHighest(waiting));
    assertEquals(List.of(1L), arrivals());
    store.close();
    assertEquals(1, resting.recover().backlogs().get(0).messages());
    start(SETTINGS);
  }

  /** What was removed with its arrival merged is not known any more to have been there. */
  private List<StoreState.Backlog> withoutHighest(long highest) {
    return state.backlogs().stream()
        .map(b -> new StoreState.Backlog(b.record(), b.messages(), highest, b.deliveredMark()))
        .toList();
  }

  @Test
  void whatWasTakenOverIsMergedWhenItIsOld() throws Exception {
    store.write(new WriteBatch().add(message(ORDERS, 4, 1)));
    killAndStart();
    merges.pass(Duration.ofMillis(250));
    merges.pass(Duration.ofMillis(250));
    assertEquals(1, resting.merged().backlogs().get(0).messages());
    assertEquals(0, merges.timed());
    store.write(new WriteBatch().add(message(ORDERS, 4, 2)));
    assertEquals(1, merges.timed());
  }

  @Test
  void whatIsWrittenAfterAStartThatMergedIsMergedWhenItIsOld() throws Exception {
    store.write(new WriteBatch().add(message(ORDERS, 4, 1)));
    killAndStart(Fixture.settings(2 * JOURNAL, 1 << 20));
    store.write(new WriteBatch().add(message(ORDERS, 4, 2)));
    assertEquals(1, merges.timed());
  }

  @Test
  void sendersGoOnWithAJournalThatIsAlmostFull() throws Exception {
    int count = (int) (JOURNAL * 7 / 8 / 1400);
    for (int i = 1; i <= count; i++) {
      store.write(new WriteBatch().add(message(ORDERS, 4, i, new byte[1024])));
    }
    killAndStart();
    assertEquals(count, state.backlogs().get(0).messages());
    for (int i = count + 1; i <= 4 * count; i++) {
      store.write(new WriteBatch().add(message(ORDERS, 4, i, new byte[1024])));
    }
    assertEquals(LongStream.rangeClosed(1, 4L * count).boxed().toList(), arrivals());
  }

  @Test
  void branchesAreThoseOfTablesAndJournalTogether() throws Exception {
    store.write(new WriteBatch().add(message(ORDERS, 4, 1)).add(message(ORDERS, 4, 2)));
    store.write(new WriteBatch().prepare(branch(1, 1)).prepare(branch(2, 2)));
    store.flush();
    store.write(new WriteBatch().resolve(branch(1, 1).identity()).remove(key(1)));
    store.write(new WriteBatch().add(message(ORDERS, 4, 3)).prepare(branch(3, 3)));
    store.write(new WriteBatch().resolve(branch(2, 2).identity()));
    store.write(new WriteBatch().prepare(branch(2, 4)));
    killAndStart();
    assertEquals(List.of(), resting.takeWritten());
    assertEquals(List.of(3L, 4L), state.branches().stream().map(BranchRecord::preparedAt).toList());
    store.write(new WriteBatch().resolve(branch(2, 2).identity()));
    store.close();
    assertEquals(
        List.of(3L), resting.recover().branches().stream().map(BranchRecord::preparedAt).toList());
    start(SETTINGS);
  }

  @Test
  void workOfTopicsIsMergedFirst() throws Exception {
    BacklogRecord log = new BacklogRecord(3, Address.topic("news"));
    BacklogRecord reader =
        new BacklogRecord(
            4, log.address(), new SubscriptionRecord(3, "c", "reader", false, false, null, 0));
    store.write(new WriteBatch().create(log).create(reader));
    store.flush();
    store.write(new WriteBatch().add(message(log, 4, 1)).add(message(ORDERS, 4, 1)));
    killAndStart();
    assertFalse(resting.takeWritten().isEmpty());
    assertEquals(
        List.of(1L, 1L, 1L), state.backlogs().stream().map(StoreState.Backlog::messages).toList());
  }

  @Test
  void droppedQueueIsGone() throws Exception {
    store.write(new WriteBatch().add(message(ORDERS, 4, 1)));
    store.flush();
    store.write(new WriteBatch().drop(ORDERS.id()).create(INVOICES));
    killAndStart();
    assertEquals(List.of(new StoreState.Backlog(INVOICES, 0, 0, 0)), state.backlogs());
  }

  @Test
  void queueThatHasTheNumberOfADroppedOneIsEmpty() throws Exception {
    store.write(new WriteBatch().add(message(ORDERS, 4, 1)).deliveredMark(ORDERS.id(), 1));
    store.flush();
    BacklogRecord renumbered = new BacklogRecord(ORDERS.id(), Address.queue("renumbered"));
    store.write(new WriteBatch().drop(ORDERS.id()));
    store.write(new WriteBatch().create(renumbered));
    killAndStart();
    assertEquals(List.of(new StoreState.Backlog(renumbered, 0, 0, 0)), state.backlogs());
    assertEquals(List.of(), arrivals());
  }

  @Test
  void journalIsMergedBeforeItsSizeIsChanged() throws Exception {
    store.write(new WriteBatch().add(message(ORDERS, 4, 1)));
    killAndStart(Fixture.settings(2 * JOURNAL, 1 << 20));
    assertEquals(1, resting.merged().backlogs().get(0).messages());
    assertTrue(
        disk.open(Fixture.DIRECTORY.resolve(FrontJournal.FILE)).size() > 2 * JOURNAL, "its size");
  }

  @Test
  void tablesOfH2AreTakenOverToo() throws Exception {
    SimulatedDisk killed;
    SimulatedDisk running = new SimulatedDisk();
    try (WriteBehindStore h2 = WriteBehindStore.open(Fixture.DIRECTORY, SETTINGS, running)) {
      h2.recover();
      h2.write(new WriteBatch().create(ORDERS));
      for (int i = 1; i <= 20; i++) {
        h2.write(new WriteBatch().add(message(ORDERS, 4, i)));
      }
      h2.flush();
      h2.write(new WriteBatch().remove(key(1)).remove(key(21)).add(message(ORDERS, 4, 22)));
      killed = running.afterPowerLoss(PowerLoss.NONE_LOST, new Random(1));
    }
    List<StoreState.Backlog> expected = List.of(new StoreState.Backlog(ORDERS, 20, 22, 0));
    try (WriteBehindStore h2 = WriteBehindStore.open(Fixture.DIRECTORY, SETTINGS, killed)) {
      assertEquals(expected, h2.recover().backlogs());
    }
    try (H2MessageStore alone =
        H2MessageStore.open(Fixture.DIRECTORY, SETTINGS.resting(), killed)) {
      assertEquals(expected, alone.recover().backlogs());
    }
  }
}
