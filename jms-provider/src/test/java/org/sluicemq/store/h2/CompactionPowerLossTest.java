// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.Test;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.SimulatedDisk;

class CompactionPowerLossTest {

  private static final Path DIRECTORY = Path.of("/store");
  private static final long JOURNAL = 256 * 1024;

  private final Random random = new Random(5);
  private final RowLedger ledger = new RowLedger(random);

  @Test
  void fullCompactionCutOffAtAnyOperationLosesNothing() throws Exception {
    SimulatedDisk prepared = preparedDisk();
    boolean finished = false;
    int cuts = 0;
    for (; !finished; cuts++) {
      SimulatedDisk dying = prepared.afterPowerLoss(PowerLoss.NONE_LOST, random);
      finished = compactionFinishes(dying, cuts);
      JournalledDatabase found =
          JournalledDatabase.open(
              dying.afterPowerLoss(PowerLoss.any(random), random),
              DIRECTORY,
              JOURNAL,
              Runnable::run);
      try (found;
          Connection connection = found.connect()) {
        ledger.check(connection);
      }
    }
    assertTrue(cuts > 10, "only " + cuts + " moments were tried");
  }

  @Test
  void stepwiseCompactionCutOffAtAnyOperationLosesNothing() throws Exception {
    boolean finished = false;
    int cuts = 0;
    for (; !finished; cuts++) {
      SimulatedDisk dying = new SimulatedDisk();
      RowLedger rows = new RowLedger(new Random(5));
      finished = stepsFinish(dying, rows, cuts);
      JournalledDatabase found =
          JournalledDatabase.open(
              dying.afterPowerLoss(PowerLoss.any(random), random),
              DIRECTORY,
              JOURNAL,
              Runnable::run);
      try (found;
          Connection connection = found.connect()) {
        rows.check(connection);
      }
    }
    assertTrue(cuts > 3, "only " + cuts + " moments were tried");
  }

  /** Goes on from what closing a database has not compacted. */
  private static boolean stepsFinish(SimulatedDisk disk, RowLedger rows, int operations)
      throws IOException, SQLException {
    JournalledDatabase database = JournalledDatabase.open(disk, DIRECTORY, JOURNAL, Runnable::run);
    try (database;
        Connection connection = database.connect()) {
      rows.check(connection);
      for (int i = 0; i < 30; i++) {
        rows.writeGroup(connection);
      }
      Compaction compaction = new Compaction(ChunkNumbers.database(connection), 0);
      disk.losePowerAfter(operations);
      int steps = 0;
      while (compaction.step() && steps < 20) {
        steps++;
      }
      assertTrue(steps > 0, "there was nothing to compact");
    } catch (IOException | SQLException | MVStoreException e) {
      assertTrue(disk.hasLostPower(), () -> "failed without cause: " + e);
    }
    return !disk.hasLostPower();
  }

  private SimulatedDisk preparedDisk() throws IOException, SQLException {
    SimulatedDisk disk = new SimulatedDisk();
    try (JournalledDatabase database =
            JournalledDatabase.open(disk, DIRECTORY, JOURNAL, Runnable::run);
        Connection connection = database.connect()) {
      ledger.check(connection);
      for (int i = 0; i < 30; i++) {
        ledger.writeGroup(connection);
      }
    }
    return disk;
  }

  private static boolean compactionFinishes(SimulatedDisk disk, int operations) throws IOException {
    JournalledDatabase database = JournalledDatabase.open(disk, DIRECTORY, JOURNAL, Runnable::run);
    disk.losePowerAfter(operations);
    try (database) {
      database.compactFully();
    } catch (IOException e) {
      assertTrue(disk.hasLostPower(), () -> "failed without cause: " + e);
    }
    return !disk.hasLostPower();
  }
}
