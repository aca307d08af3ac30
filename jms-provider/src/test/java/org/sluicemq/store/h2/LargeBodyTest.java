// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStoreContract;
import org.sluicemq.store.RefusedBatchException;
import org.sluicemq.store.RestingStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.UnreadableMessageException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.LocalDisk;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.SimulatedDisk;

/** Bodies in pieces: written ahead, referred to in one transaction, swept away afterwards. */
class LargeBodyTest {

  private static final BacklogRecord ORDERS = new BacklogRecord(1, Address.queue("orders"));
  private static final int LARGE = 5_000_000;
  private static final String PIECES = "SELECT COUNT(*) FROM message_piece";
  private static final String LOOSE = "SELECT COUNT(*) FROM loose_body";

  @TempDir Path directory;

  private H2MessageStore open() throws StoreException {
    H2MessageStore store =
        H2MessageStore.open(directory, H2StoreSettings.defaults(), new LocalDisk());
    store.recover();
    return store;
  }

  private static StoredMessage large(long arrival) {
    byte[] body = new byte[LARGE];
    new Random(arrival).nextBytes(body);
    return MessageStoreContract.message(ORDERS, 4, arrival, body);
  }

  private static long key(long arrival) {
    return MessageKey.of(ORDERS.id(), 4, arrival);
  }

  private static BranchRecord branch(int number) {
    byte[] id = {(byte) number};
    return new BranchRecord(1, id, id, number, List.of(large(number).envelope()), List.of(7L));
  }

  private static List<StoredMessage> all(H2MessageStore store) throws StoreException {
    List<StoredMessage> all = new ArrayList<>();
    long after = 0;
    List<StoredMessage> page;
    do {
      page = store.read(after, Long.MAX_VALUE, 100, 1);
      all.addAll(page);
      after = page.isEmpty() ? after : page.get(page.size() - 1).key();
    } while (!page.isEmpty());
    return all;
  }

  /** Sweeping goes on a step after every group that comes between. */
  private static void letSweep(H2MessageStore store) throws StoreException {
    for (int i = 0; i < 12; i++) {
      store.write(new WriteBatch().deliveredMark(ORDERS.id(), 1));
    }
  }

  private void assertTables(int pieces, int loose) throws Exception {
    assertEquals(List.of(pieces + ""), Sql.query(directory, PIECES));
    assertEquals(List.of(loose + ""), Sql.query(directory, LOOSE));
  }

  @Test
  void removedBodiesAreSweptAway() throws Exception {
    try (H2MessageStore store = open()) {
      store.write(new WriteBatch().create(ORDERS).add(large(1)).add(large(2)));
      assertEquals(List.of(large(1), large(2)), all(store));
      assertEquals(1, store.read(0, Long.MAX_VALUE, 100, 1000).size(), "one at a time");
      store.write(new WriteBatch().remove(key(1)));
      letSweep(store);
    }
    assertTables(77, 0);
    try (H2MessageStore store = open()) {
      assertEquals(List.of(large(2)), all(store));
      store.write(new WriteBatch().drop(ORDERS.id()));
      letSweep(store);
    }
    assertTables(0, 0);
  }

  @Test
  void bodyIsSeenOnlyWithItsBatchAndForgottenWithoutIt() throws Exception {
    try (H2MessageStore store = open()) {
      store.write(new WriteBatch().create(ORDERS));
      RestingStore.Staged first = store.stage(new WriteBatch().add(large(1)));
      RestingStore.Staged second = store.stage(new WriteBatch().add(large(2)));
      assertEquals(List.of(), all(store));
      first.write();
      first.giveUp();
      second.giveUp();
      assertEquals(List.of(large(1)), all(store));
      letSweep(store);
      store.stage(new WriteBatch().add(large(3)));
    }
    assertTables(2 * 77, 1);
    try (H2MessageStore store = open()) {
      letSweep(store);
      assertEquals(List.of(large(1)), all(store));
    }
    assertTables(77, 0);
  }

  @Test
  void bodyOfARefusedBatchIsSweptAway() throws Exception {
    try (H2MessageStore store = open()) {
      store.write(new WriteBatch().create(ORDERS).add(large(1)));
      assertThrows(RefusedBatchException.class, () -> store.write(new WriteBatch().add(large(1))));
      letSweep(store);
      assertEquals(List.of(large(1)), all(store));
    }
    assertTables(77, 0);
  }

  @Test
  void bodyThatMeetsItsRemovalInAGroupIsSweptAway() throws Exception {
    Path place = directory;
    try (H2MessageStore store = InlineH2.open(new LocalDisk(), place, 1 << 20)) {
      store.recover();
      store.write(new WriteBatch().create(ORDERS));
      CompletableFuture<StoreException> later = new CompletableFuture<>();
      store.writeLater(new WriteBatch().add(large(1)), later::complete);
      store.write(new WriteBatch().remove(key(1)));
      assertEquals(null, later.join());
      assertEquals(List.of(), all(store));
      letSweep(store);
    }
    assertTables(0, 0);
  }

  @Test
  void preparedBranchKeepsItsBodyInPiecesUntilItIsResolved() throws Exception {
    try (H2MessageStore store = open()) {
      store.write(new WriteBatch().create(ORDERS).prepare(branch(1)).prepare(branch(2)));
    }
    assertTables(2 * 77, 0);
    assertEquals(
        List.of("2"),
        Sql.query(directory, "SELECT COUNT(*) FROM branch WHERE LENGTH(operations) < 1000"));
    H2MessageStore store =
        H2MessageStore.open(directory, H2StoreSettings.defaults(), new LocalDisk());
    try (store) {
      StoreState state = store.recover();
      List<Envelope> sends = state.branches().stream().flatMap(b -> b.sends().stream()).toList();
      assertEquals(List.of(large(1).envelope(), large(2).envelope()), sends);
      store.write(new WriteBatch().resolve(branch(1).identity()).add(large(1)));
      letSweep(store);
    }
    assertTables(2 * 77, 0);
  }

  @Test
  void branchOfTheFirstFormIsRead() throws Exception {
    BranchRecord branch = branch(3);
    byte[] head = org.sluicemq.message.EnvelopeCodec.encodeHead(branch.sends().get(0));
    java.nio.ByteBuffer work = java.nio.ByteBuffer.allocate(LARGE + head.length + 100);
    work.put((byte) 1).putInt(1).putInt(head.length).put(head);
    work.putInt(LARGE).put(branch.sends().get(0).body().toBytes()).putInt(1).putLong(7);
    byte[] bytes = java.util.Arrays.copyOf(work.array(), work.position());
    BranchRecord read =
        BranchCodec.decode(
            1,
            branch.globalTransactionId(),
            branch.branchQualifier(),
            3,
            bytes,
            (number, length) -> {
              throw new AssertionError("it has no pieces");
            });
    assertEquals(branch.sends(), read.sends());
    assertEquals(branch.acknowledged(), read.acknowledged());
    assertEquals(List.of(), BranchCodec.bodies(bytes));
  }

  @Test
  void damagedPieceIsReportedAndTheMessageCanBeRemoved() throws Exception {
    try (H2MessageStore store = open()) {
      store.write(new WriteBatch().create(ORDERS).add(large(1)).add(large(2)));
    }
    Sql.execute(
        directory,
        "UPDATE message_piece SET bytes = ? WHERE piece = 40"
            + " AND message = (SELECT body_number FROM message WHERE id = ?)",
        new byte[65536],
        key(1));
    try (H2MessageStore store = open()) {
      assertThrows(UnreadableMessageException.class, () -> all(store));
      store.write(new WriteBatch().remove(key(1)));
      assertEquals(List.of(large(2)), all(store));
      letSweep(store);
    }
    assertTables(77, 0);
  }

  @Test
  void damagedPieceOfABranchIsReported() throws Exception {
    try (H2MessageStore store = open()) {
      store.write(new WriteBatch().create(ORDERS).prepare(branch(1)));
    }
    Sql.execute(directory, "DELETE FROM message_piece WHERE piece = 76");
    try (H2MessageStore store =
        H2MessageStore.open(directory, H2StoreSettings.defaults(), new LocalDisk())) {
      StoreException report = assertThrows(StoreException.class, store::recover);
      assertTrue(report.getMessage().contains(branch(1).identity()), report.getMessage());
    }
  }

  @Test
  void powerLostAtAnyMomentLeavesAllOrNothing() throws Exception {
    Path place = Path.of("/store");
    Random random = new Random(5);
    boolean finished = false;
    int cuts = 0;
    for (int operations = 0; !finished; operations += 1 + random.nextInt(6), cuts++) {
      SimulatedDisk dying = new SimulatedDisk();
      try (H2MessageStore store = InlineH2.open(dying, place, 1 << 20)) {
        store.recover();
        store.write(new WriteBatch().create(ORDERS).add(large(1)));
        dying.losePowerAfter(operations);
        store.write(new WriteBatch().add(large(2)).add(large(3)).remove(key(1)));
        finished = true;
      } catch (StoreException e) {
        assertTrue(dying.hasLostPower(), () -> "failed without cause: " + e);
        finished = false;
      }
      assertAllOrNothing(dying.afterPowerLoss(PowerLoss.any(random), random), place, finished);
    }
    assertTrue(cuts > 5, "only " + cuts + " moments were tried");
  }

  private static void assertAllOrNothing(SimulatedDisk disk, Path place, boolean finished)
      throws Exception {
    try (H2MessageStore store = InlineH2.open(disk, place, 1 << 20)) {
      store.recover();
      List<StoredMessage> found = all(store);
      boolean before = found.equals(List.of(large(1)));
      boolean after = found.equals(List.of(large(2), large(3)));
      assertTrue(after || before && !finished, () -> "found " + found);
      letSweep(store);
      store.write(new WriteBatch().drop(ORDERS.id()));
      letSweep(store);
      letSweep(store);
    }
    try (JournalledDatabase database =
            JournalledDatabase.open(disk, place, 1 << 20, Runnable::run);
        java.sql.Connection connection = database.connect()) {
      BodyTable bodies = new BodyTable(connection);
      assertTrue(bodies.isEmpty() && !bodies.hasLeftovers(), "something was left behind");
    }
  }
}
