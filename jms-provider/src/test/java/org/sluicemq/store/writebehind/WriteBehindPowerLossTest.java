// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.RestingStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.h2.H2MessageStore;
import org.sluicemq.store.h2.InlineH2;
import org.sluicemq.store.h2.StoreWorkload;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.FaultyDisk;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.SimulatedDisk;

/**
 * Loses the power, or lets a write or force fail, under a store with its journal in front, with
 * merges at random moments: what was confirmed is there afterwards, what was not is there whole or
 * not at all. The property {@code sluice.crash.rounds} says on how many stores, {@code
 * sluice.crash.seed} where to begin; a failure names the seed.
 */
class WriteBehindPowerLossTest {

  private static final int ROUNDS = Integer.getInteger("sluice.crash.rounds", 2);
  private static final int ROUNDS_IN_MEMORY = 2 * ROUNDS;
  private static final long SEED = Long.getLong("sluice.crash.seed", 20_26);
  private static final int SESSIONS = 20;
  private static final int FAULT_STEPS = 3;
  private static final long H2_JOURNAL = 256 * 1024;

  /** Every failure here is made on purpose; held, as the logging would forget them otherwise. */
  private static final Logger FRONT = Logger.getLogger(WriteBehindStore.class.getName());

  private static final Logger RESTING = Logger.getLogger(H2MessageStore.class.getName());

  @BeforeAll
  static void silence() {
    FRONT.setLevel(Level.OFF);
    RESTING.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    FRONT.setLevel(null);
    RESTING.setLevel(null);
  }

  /** Opens the store behind on a disk. */
  private interface Behind {
    RestingStore open(Disk disk) throws StoreException;
  }

  private static H2MessageStore openH2(Disk disk) throws StoreException {
    return InlineH2.open(disk, Fixture.DIRECTORY, H2_JOURNAL);
  }

  private static WriteBehindStore open(
      Disk disk, RestingStore resting, MergeThread merges, Random random) throws StoreException {
    WriteBehindSettings settings =
        Fixture.settings(64 * 1024L << random.nextInt(4), 16 * 1024L << random.nextInt(4));
    return Fixture.open(disk, resting, settings, merges);
  }

  @Test
  void confirmedWorkSurvivesEveryLossOfPowerOverTables() {
    survive(ROUNDS, () -> WriteBehindPowerLossTest::openH2);
  }

  @Test
  void confirmedWorkSurvivesEveryLossOfPowerOverMemory() {
    survive(
        ROUNDS_IN_MEMORY,
        () -> {
          KeptStore kept = new KeptStore();
          return disk -> kept.open();
        });
  }

  private static void survive(int rounds, java.util.function.Supplier<Behind> newStore) {
    for (long seed = SEED; seed < SEED + rounds; seed++) {
      try {
        surviveSessions(new Random(seed), newStore.get());
      } catch (StoreException | RuntimeException | AssertionError e) {
        throw new AssertionError(
            "-Dsluice.crash.rounds=1 -Dsluice.crash.seed=" + seed + " repeats this", e);
      }
    }
  }

  private static void surviveSessions(Random random, Behind behind) throws StoreException {
    StoreWorkload work = new StoreWorkload(random, false);
    SimulatedDisk disk = new SimulatedDisk();
    int ended = 0;
    for (int session = 0; session < SESSIONS; session++) {
      disk.losePowerAfter(random.nextInt(4) == 0 ? random.nextInt(30) : random.nextInt(400));
      workUntilThePowerIsLost(disk, behind, work, random);
      ended++;
      disk = disk.afterPowerLoss(PowerLoss.any(random), random);
      if (random.nextInt(4) == 0) {
        stopCleanlyAndUseTheStoreBehindAlone(disk, behind, work, random);
      }
    }
    stopCleanlyAndUseTheStoreBehindAlone(disk, behind, work, random);
    assertEquals(SESSIONS, ended);
  }

  private static void workUntilThePowerIsLost(
      SimulatedDisk disk, Behind behind, StoreWorkload work, Random random) throws StoreException {
    ManualMerges merges = new ManualMerges();
    WriteBehindStore store = null;
    try {
      store = open(disk, behind.open(disk), merges, random);
      work.check(store);
      while (true) {
        work.step(store);
        if (random.nextInt(3) == 0) {
          merges.run();
        }
        if (random.nextInt(8) == 0) {
          merges.pass(Duration.ofMillis(500));
        }
      }
    } catch (StoreException e) {
      if (!disk.hasLostPower()) {
        throw e;
      }
    } finally {
      closeFailed(store);
    }
  }

  private static void stopCleanlyAndUseTheStoreBehindAlone(
      SimulatedDisk disk, Behind behind, StoreWorkload work, Random random) throws StoreException {
    try (WriteBehindStore store = open(disk, behind.open(disk), new ManualMerges(), random)) {
      work.check(store);
      work.step(store);
      work.flush(store);
      work.step(store);
      work.step(store);
    }
    try (RestingStore alone = behind.open(disk)) {
      work.check(alone);
    }
  }

  /** What a failed store says when it is closed has been said before. */
  private static void closeFailed(MessageStore store) {
    if (store != null) {
      try {
        store.close();
      } catch (StoreException expected) {
        assertTrue(expected.getMessage().contains("store"), expected.getMessage());
      }
    }
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
      Random random = new Random(SEED);
      StoreWorkload work = new StoreWorkload(random, false);
      workAndStop(disk, work, random);
      FaultyDisk faulty = new FaultyDisk(disk);
      fault.choose(faulty, number);
      workUntilItFails(faulty, work, random);
      reached = faulty.hasFailed();
      workAndStop(disk, work, random);
    }
    return number;
  }

  private static void workAndStop(Disk disk, StoreWorkload work, Random random)
      throws StoreException {
    try (WriteBehindStore store = open(disk, openH2(disk), new ManualMerges(), random)) {
      work.check(store);
      work.step(store);
      work.flush(store);
    }
  }

  private static void workUntilItFails(FaultyDisk disk, StoreWorkload work, Random random)
      throws StoreException {
    ManualMerges merges = new ManualMerges();
    WriteBehindStore store = null;
    try {
      store = open(disk, openH2(disk), merges, random);
      work.check(store);
      for (int i = 0; i < FAULT_STEPS; i++) {
        work.step(store);
        merges.run();
      }
      merges.pass(Duration.ofMillis(500));
      work.flush(store);
      store.close();
    } catch (StoreException e) {
      if (!disk.hasFailed()) {
        throw e;
      }
    } finally {
      closeFailed(store);
    }
  }
}
