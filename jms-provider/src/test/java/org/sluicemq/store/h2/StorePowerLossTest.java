// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.sluicemq.message.Address;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.FaultyDisk;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.PowerLosses;
import org.sluicemq.store.journal.PowerLosses.Moment;
import org.sluicemq.store.journal.SimulatedDisk;

/**
 * Loses the power under a whole store: what was confirmed is there afterwards, what was not is
 * there whole or not at all. The property {@code sluice.crash.rounds} says on how many stores,
 * {@code sluice.crash.seed} where to begin; a failure names the seed.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
class StorePowerLossTest {

  private static final Path DIRECTORY = Path.of("/store");
  private static final int SESSIONS = 20;
  private static final int STEPS_OF_A_RUN = 10;
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
    return InlineH2.open(disk, DIRECTORY, journalBytes);
  }

  @Test
  void confirmedWorkSurvivesEveryLossOfPower() {
    PowerLosses.repeat("H2 store, sessions", 3, StorePowerLossTest::surviveSessions);
  }

  private static int surviveSessions(Random random) throws StoreException {
    StoreWorkload work = new StoreWorkload(random);
    SimulatedDisk disk = new SimulatedDisk();
    for (int session = 0; session < SESSIONS; session++) {
      disk.losePowerAfter(random.nextInt(random.nextInt(4) == 0 ? 250 : 50));
      workUntilThePowerIsLost(disk, work, random);
      disk = disk.afterPowerLoss(PowerLoss.any(random), random);
    }
    try (H2MessageStore store = open(disk, SMALL_JOURNAL)) {
      work.check(store);
    }
    return SESSIONS;
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
  static void closeFailed(H2MessageStore store) {
    if (store != null) {
      try {
        store.close();
      } catch (StoreException expected) {
        assertTrue(expected.getMessage().contains("store"), expected.getMessage());
      }
    }
  }

  @Test
  void everyMomentOfARunCanBeTheLast() {
    PowerLosses.repeat("H2 store, moments", 1, StorePowerLossTest::surviveMoments);
  }

  private static int surviveMoments(Random random) throws StoreException {
    StoreWorkload work = new StoreWorkload(random);
    SimulatedDisk disk = new SimulatedDisk();
    List<Moment<StoreWorkload.Expected>> moments =
        PowerLosses.watch(disk, random, 12, work::expected);
    for (int session = 0; session < 2; session++) {
      try (H2MessageStore store = open(disk, SMALL_JOURNAL)) {
        work.check(store);
        for (int i = 0; i < STEPS_OF_A_RUN; i++) {
          work.step(store);
        }
        work.flush(store);
      }
    }
    assertFalse(moments.isEmpty());
    for (Moment<StoreWorkload.Expected> moment : moments) {
      try (H2MessageStore store = open(moment.disk(), SMALL_JOURNAL)) {
        moment.expected().check(store);
      }
    }
    return moments.size();
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
}
