// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sluicemq.message.Address;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.FaultyDisk;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.SimulatedDisk;

/**
 * Loses the power, or lets a write or force fail, under a whole store: what was confirmed is there
 * afterwards, what was not is there whole or not at all. The property {@code sluice.crash.rounds}
 * says on how many stores, {@code sluice.crash.seed} where to begin; a failure names the seed.
 */
class StorePowerLossTest {

  private static final Path DIRECTORY = Path.of("/store");
  private static final int ROUNDS = Integer.getInteger("sluice.crash.rounds", 3);
  private static final long SEED = Long.getLong("sluice.crash.seed", 20_26);
  private static final int SESSIONS = 20;
  private static final int FAULT_STEPS = 8;
  private static final long SMALL_JOURNAL = 256 * 1024;

  /** Every failure here is made on purpose; held, as the logging would forget it otherwise. */
  private static final Logger LOG = Logger.getLogger(H2MessageStore.class.getName());

  @BeforeAll
  static void silence() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    LOG.setLevel(null);
  }

  private static H2MessageStore open(Disk disk, long journalBytes) throws StoreException {
    return H2MessageStore.open(
        DIRECTORY,
        H2StoreSettings.defaults(),
        disk,
        () -> JournalledDatabase.open(disk, DIRECTORY, journalBytes, Runnable::run),
        // What is written later waits for the next write, so that runs are alike.
        task -> {});
  }

  @Test
  void confirmedWorkSurvivesEveryLossOfPower() throws Exception {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      try {
        surviveSessions(new Random(seed));
      } catch (StoreException | AssertionError e) {
        throw new AssertionError(
            "-Dsluice.crash.rounds=1 -Dsluice.crash.seed=" + seed + " repeats this", e);
      }
    }
  }

  private static void surviveSessions(Random random) throws StoreException {
    StoreWorkload work = new StoreWorkload(random);
    SimulatedDisk disk = new SimulatedDisk();
    int losses = 0;
    for (int session = 0; session < SESSIONS; session++) {
      disk.losePowerAfter(random.nextInt(4) == 0 ? random.nextInt(30) : random.nextInt(250));
      workUntilThePowerIsLost(disk, work, random);
      losses++;
      disk = disk.afterPowerLoss(PowerLoss.any(random), random);
    }
    try (H2MessageStore store = open(disk, SMALL_JOURNAL)) {
      work.check(store);
    }
    assertEquals(SESSIONS, losses);
  }

  private static void workUntilThePowerIsLost(SimulatedDisk disk, StoreWorkload work, Random random)
      throws StoreException {
    H2MessageStore store = null;
    try {
      store = open(disk, SMALL_JOURNAL << random.nextInt(4));
      work.check(store);
      while (true) {
        work.step(store);
      }
    } catch (StoreException e) {
      if (!disk.hasLostPower()) {
        throw e;
      }
    } finally {
      closeFailed(store);
    }
  }

  /** What a failed store says when it is closed has been said before. */
  private static void closeFailed(H2MessageStore store) {
    if (store != null) {
      try {
        store.close();
      } catch (StoreException expected) {
        assertTrue(expected.getMessage().contains("store"), expected.getMessage());
      }
    }
  }

  @Test
  void failedForceIsFinal() throws Exception {
    FaultyDisk disk = new FaultyDisk(new SimulatedDisk());
    H2MessageStore store = open(disk, SMALL_JOURNAL);
    store.recover();
    BacklogRecord orders = new BacklogRecord(1, Address.queue("orders"));
    disk.failForce(1);
    StoreException first =
        assertThrows(StoreException.class, () -> store.write(new WriteBatch().create(orders)));
    assertTrue(first.getMessage().contains("injected") || cause(first).contains("injected"));
    assertTrue(first.getMessage().contains("unknown"), first.getMessage());
    AtomicReference<StoreException> told = new AtomicReference<>();
    store.writeLater(new WriteBatch().drop(1), told::set);
    List<Executable> calls =
        List.of(
            () -> store.write(new WriteBatch().drop(1)),
            () -> store.read(0, Long.MAX_VALUE, 1, 1),
            store::flush,
            store::recover);
    for (Executable call : calls) {
      StoreException later = assertThrows(StoreException.class, call);
      assertTrue(later.getMessage().contains("takes no more calls"), later.getMessage());
      assertEquals(cause(first), cause(later));
    }
    closeFailed(store);
    assertTrue(told.get().getMessage().contains("takes no more calls"));
  }

  private static String cause(Throwable failure) {
    return failure.getCause() == null ? failure.getMessage() : cause(failure.getCause());
  }

  @Test
  void failingWriteAtAnyPlaceLosesNothingConfirmed() throws Exception {
    assertTrue(failEachInTurn(FaultyDisk::failWrite) > FAULT_STEPS);
  }

  @Test
  void failingForceAtAnyPlaceLosesNothingConfirmed() throws Exception {
    assertTrue(failEachInTurn(FaultyDisk::failForce) > FAULT_STEPS);
  }

  /** Chooses the operation that fails. */
  private interface Fault {
    void choose(FaultyDisk disk, int number);
  }

  /** Returns how many operations the work has, each of which failed once. */
  private static int failEachInTurn(Fault fault) throws StoreException {
    int number = 0;
    boolean reached = true;
    while (reached) {
      number++;
      SimulatedDisk disk = new SimulatedDisk();
      StoreWorkload work = new StoreWorkload(new Random(SEED));
      try (H2MessageStore store = open(disk, SMALL_JOURNAL)) {
        work.check(store);
        work.step(store);
        work.flush(store);
      }
      FaultyDisk faulty = new FaultyDisk(disk);
      fault.choose(faulty, number);
      workUntilItFails(faulty, work);
      reached = faulty.hasFailed();
      try (H2MessageStore store = open(disk, SMALL_JOURNAL)) {
        work.check(store);
        work.step(store);
        work.flush(store);
      }
    }
    return number;
  }

  private static void workUntilItFails(FaultyDisk disk, StoreWorkload work) throws StoreException {
    H2MessageStore store = null;
    try {
      store = open(disk, SMALL_JOURNAL);
      work.check(store);
      for (int i = 0; i < FAULT_STEPS; i++) {
        work.step(store);
      }
      work.flush(store);
    } catch (StoreException e) {
      if (!disk.hasFailed()) {
        throw e;
      }
    } finally {
      closeFailed(store);
    }
  }
}
