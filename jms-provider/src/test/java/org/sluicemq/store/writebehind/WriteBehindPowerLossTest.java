// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.RestingStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.h2.H2MessageStore;
import org.sluicemq.store.h2.InlineH2;
import org.sluicemq.store.h2.StoreWorkload;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.PowerLosses;
import org.sluicemq.store.journal.PowerLosses.Moment;
import org.sluicemq.store.journal.SimulatedDisk;

/**
 * Loses the power under a store with its journal in front, with merges at random moments: what was
 * confirmed is there afterwards, what was not is there whole or not at all. The property {@code
 * sluice.crash.rounds} says on how many stores, {@code sluice.crash.seed} where to begin; a failure
 * names the seed.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
class WriteBehindPowerLossTest {

  private static final int SESSIONS = 20;
  private static final int STEPS_OF_A_RUN = 12;
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
    PowerLosses.repeat(
        "Journal over H2, sessions",
        2,
        random -> surviveSessions(random, WriteBehindPowerLossTest::openH2));
  }

  @Test
  void confirmedWorkSurvivesEveryLossOfPowerOverMemory() {
    PowerLosses.repeat(
        "Journal over memory, sessions",
        4,
        random -> {
          KeptStore kept = new KeptStore();
          return surviveSessions(random, disk -> kept.open());
        });
  }

  @Test
  void everyMomentOfARunCanBeTheLast() {
    PowerLosses.repeat("Journal over H2, moments", 1, WriteBehindPowerLossTest::surviveMoments);
  }

  private static int surviveMoments(Random random) throws StoreException {
    StoreWorkload work = new StoreWorkload(random, false);
    SimulatedDisk disk = new SimulatedDisk();
    InlineStore stores = new InlineStore(Fixture.DIRECTORY, 128 * 1024, 64 * 1024);
    List<Moment<StoreWorkload.Expected>> moments =
        PowerLosses.watch(disk, random, 20, work::expected);
    for (int session = 0; session < 2; session++) {
      try (WriteBehindStore store = stores.open(disk)) {
        work.check(store);
        for (int i = 0; i < STEPS_OF_A_RUN; i++) {
          work.step(store);
          stores.merge();
        }
        work.flush(store);
      }
    }
    assertFalse(moments.isEmpty());
    for (Moment<StoreWorkload.Expected> moment : moments) {
      try (WriteBehindStore store = stores.open(moment.disk())) {
        moment.expected().check(store);
      }
    }
    return moments.size();
  }

  private static int surviveSessions(Random random, Behind behind) throws StoreException {
    StoreWorkload work = new StoreWorkload(random, false);
    SimulatedDisk disk = new SimulatedDisk();
    for (int session = 0; session < SESSIONS; session++) {
      disk.losePowerAfter(random.nextInt(random.nextInt(4) == 0 ? 400 : 60));
      workUntilThePowerIsLost(disk, behind, work, random);
      disk = disk.afterPowerLoss(PowerLoss.any(random), random);
      if (random.nextInt(4) == 0) {
        stopCleanlyAndUseTheStoreBehindAlone(disk, behind, work, random);
      }
    }
    stopCleanlyAndUseTheStoreBehindAlone(disk, behind, work, random);
    return SESSIONS;
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
          merges.pass(Duration.ofMillis(250));
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
}
