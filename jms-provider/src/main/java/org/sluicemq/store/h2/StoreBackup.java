// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sluicemq.store.PendingBackup;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.DiskFile;
import org.sluicemq.store.journal.Journal;

/**
 * Makes a directory that opens as a store, from the database of a store in use as it is at one
 * moment. The copy is a store of its own, with an identity of its own: a journal of the one cannot
 * be taken for a journal of the other.
 *
 * <p>What a journal in front of the store holds at that moment is not part of the copy; whoever has
 * such a journal merges it first.
 */
final class StoreBackup implements PendingBackup {

  /** Large enough to open the copy once; a broker gives it the size it wants. */
  private static final long JOURNAL_BYTES = 1 << 20;

  private final Disk disk;
  private final JournalledFile database;
  private final CopyTarget target;
  private DiskFile copy;
  private FileSnapshot snapshot;

  private StoreBackup(Disk disk, JournalledFile database, CopyTarget target) {
    this.disk = disk;
    this.database = database;
    this.target = target;
  }

  /**
   * Begins a copy of what is forced by now.
   *
   * @throws StoreException if the target is there already, or cannot be made; or if another copy is
   *     being made
   */
  static StoreBackup begin(Disk disk, JournalledFile database, Path target) throws StoreException {
    CopyTarget begun;
    try {
      begun = CopyTarget.begin(disk, target);
    } catch (IOException | RuntimeException | Error e) {
      throw failure(target, e);
    }
    StoreBackup backup = new StoreBackup(disk, database, begun);
    try {
      backup.copy = disk.open(begun.directory().resolve(StoreFiles.DATABASE_FILE));
      backup.snapshot = database.beginSnapshot(backup.copy);
      return backup;
    } catch (IOException | RuntimeException | Error e) {
      throw backup.failed(e);
    }
  }

  private static StoreException failure(Path target, Throwable cause) {
    return new StoreException(
        "The copy "
            + target
            + " is not made: "
            + CopyTarget.reason(cause)
            + ". The store goes on. Check that there is room and a right to write beside "
            + target
            + ", and begin again.",
        cause);
  }

  private StoreException failed(Throwable cause) {
    try (DiskFile closing = copy) {
      target.giveUp(cause);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return failure(target.target(), cause);
  }

  @Override
  public void finish() throws StoreException {
    try {
      try {
        snapshot.finish();
      } finally {
        database.endSnapshot();
      }
      copy.close();
      target.unlock();
      makeStore(target.directory());
      target.complete();
    } catch (IOException | SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  /** Puts beside the database what makes a store of it, and opens it once. */
  private void makeStore(Path directory) throws IOException, SQLException {
    StoreMarker marker = StoreMarker.create(disk, directory);
    Journal.create(disk, directory.resolve(StoreFiles.JOURNAL_FILE), marker.id(), JOURNAL_BYTES)
        .close();
    TableMarker.write(disk, directory);
    try (JournalledDatabase made =
            JournalledDatabase.open(disk, directory, JOURNAL_BYTES, Runnable::run);
        Connection connection = made.connect();
        Statement statement = connection.createStatement()) {
      // The copy has no journal in front, and misses nothing of one.
      statement.execute("UPDATE front_journal SET complete = TRUE");
      statement.execute("CHECKPOINT SYNC");
    }
  }
}
