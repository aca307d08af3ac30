// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.h2.jdbc.JdbcConnection;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.PowerLosses;
import org.sluicemq.store.journal.SimulatedDisk;

/**
 * Loses the power under SQL work many times, over many sessions on each store. The property {@code
 * sluice.crash.rounds} says on how many stores, {@code sluice.crash.seed} where to begin; a failure
 * names the seed that repeats it.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
class H2PowerLossTest {

  private static final Path DIRECTORY = Path.of("/store");
  private static final int SESSIONS = 30;
  private static final int ROUNDS_UNTIL_PLAIN_H2_FAILS = 40;

  @Test
  void journalledDatabaseLosesNothing() {
    PowerLosses.repeat(
        "H2 over the journalled file, sessions",
        7,
        random -> new Story(random, H2PowerLossTest::openJournalled).run());
  }

  @Test
  void plainH2IsCaughtLosingRows() {
    for (long seed = 1; seed <= ROUNDS_UNTIL_PLAIN_H2_FAILS; seed++) {
      Story story = new Story(new Random(seed), H2PowerLossTest::openPlain);
      try {
        story.run();
      } catch (SQLException | IOException | AssertionError damage) {
        // A database that never held anything may be torn; one that lost what it had confirmed
        // proves the point.
        if (story.ledger.durableRows() > 0) {
          return;
        }
      }
    }
    fail("no loss of power was noticed under plain H2: this test proves nothing");
  }

  private interface Opening {
    Store open(SimulatedDisk disk, Random random) throws SQLException, IOException;
  }

  /** An open database, however it lies on the disk. */
  private record Store(Connection connection, AutoCloseable closing) {

    /** Ends it without regard, as its disk is dead. */
    void abandon() {
      try (closing;
          connection;
          Statement statement = connection.createStatement()) {
        statement.execute("SHUTDOWN IMMEDIATELY");
      } catch (Exception ofADeadDisk) {
        // Nothing can come of it any more; what counts is what the next session finds.
      }
    }
  }

  private static Store openJournalled(SimulatedDisk disk, Random random)
      throws SQLException, IOException {
    long journal = 64 * 1024L << random.nextInt(5);
    JournalledDatabase database = JournalledDatabase.open(disk, DIRECTORY, journal, Runnable::run);
    return new Store(database.connect(), database);
  }

  private static Store openPlain(SimulatedDisk disk, Random random) throws SQLException {
    UnjournalledFilePath root = UnjournalledFilePath.register(disk);
    String url = H2Settings.openingUrl(root.name + "messages", H2Settings.Closing.COMPACTING);
    Connection connection = new JdbcConnection(url, new Properties(), "SLUICE", "", false);
    return new Store(connection, () -> FilePath.unregister(root));
  }

  /** The life of one store. */
  private static final class Story {
    private final Random random;
    private final Opening opening;
    private final RowLedger ledger;
    private SimulatedDisk disk = new SimulatedDisk();

    Story(Random random, Opening opening) {
      this.random = random;
      this.opening = opening;
      this.ledger = new RowLedger(random);
    }

    int run() throws SQLException, IOException {
      for (int session = 0; session < SESSIONS; session++) {
        disk.losePowerAfter(random.nextInt(4) == 0 ? random.nextInt(30) : random.nextInt(250));
        workUntilThePowerIsLost();
        disk = disk.afterPowerLoss(PowerLoss.any(random), random);
      }
      Store store = opening.open(disk, random);
      ledger.check(store.connection);
      store.abandon();
      return SESSIONS;
    }

    private void workUntilThePowerIsLost() throws SQLException, IOException {
      Store store = null;
      try {
        store = opening.open(disk, random);
        ledger.check(store.connection);
        while (true) {
          ledger.writeGroup(store.connection);
        }
      } catch (SQLException | IOException e) {
        if (!disk.hasLostPower()) {
          throw e;
        }
      } finally {
        if (store != null) {
          store.abandon();
        }
      }
    }
  }
}
