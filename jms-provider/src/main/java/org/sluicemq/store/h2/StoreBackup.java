// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sluicemq.store.PendingBackup;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.DiskFile;
import org.sluicemq.store.journal.Journal;

/**
 * Makes a directory that opens as a store, from the database of a store in use as it is at one
 * moment. Everything is written beside the target and gets its name when it is complete, so that
 * the target is whole or not there. The copy is a store of its own, with an identity of its own: a
 * journal of the one cannot be taken for a journal of the other.
 *
 * <p>What a journal in front of the store holds at that moment is not part of the copy; whoever has
 * such a journal merges it first.
 */
final class StoreBackup implements PendingBackup {

  /** Large enough to open the copy once; a broker gives it the size it wants. */
  private static final long JOURNAL_BYTES = 1 << 20;

  /** What is being made in this process; it must not be begun a second time. */
  private static final Set<Path> UNDER_WAY = ConcurrentHashMap.newKeySet();

  private static final List<String> FILES =
      List.of(
          StoreFiles.DATABASE_FILE,
          StoreFiles.JOURNAL_FILE,
          StoreFiles.JOURNAL_FILE + ".new",
          StoreMarker.FILE,
          StoreMarker.FILE + ".new",
          TableMarker.FILE,
          TableMarker.FILE + ".new",
          // Of the journal in front, which a copy of the files has that was broken off.
          "writes.journal",
          "writes.journal.new",
          "store.owner",
          "store.lock");

  private final Disk disk;
  private final JournalledFile database;
  private final Path target;
  private final Path unfinished;
  private DiskFile copy;
  private FileSnapshot snapshot;

  private StoreBackup(Disk disk, JournalledFile database, Path target) {
    this.disk = disk;
    this.database = database;
    this.target = target.toAbsolutePath().normalize();
    this.unfinished = this.target.resolveSibling(this.target.getFileName() + ".unfinished");
  }

  /**
   * Begins a copy of what is forced by now.
   *
   * @throws StoreException if the target is there already, or cannot be made; or if another copy is
   *     being made
   */
  static StoreBackup begin(Disk disk, JournalledFile database, Path target) throws StoreException {
    StoreBackup backup = new StoreBackup(disk, database, target);
    if (disk.exists(backup.target)) {
      throw new StoreException(
          "The backup is not made: "
              + backup.target
              + " exists already. Name a directory that does not exist.");
    }
    if (!UNDER_WAY.add(backup.target)) {
      throw new StoreException(
          "The backup is not made: another one to "
              + backup.target
              + " is being made. Wait for its end, or name another directory.");
    }
    try {
      disk.createDirectories(backup.unfinished);
      backup.clear();
      backup.copy = disk.open(backup.unfinished.resolve(StoreFiles.DATABASE_FILE));
      backup.snapshot = database.beginSnapshot(backup.copy);
      return backup;
    } catch (IOException e) {
      throw backup.failed(e);
    }
  }

  /** Takes away what is there, perhaps since a process was killed while it made a copy. */
  private void clear() throws IOException {
    for (String file : FILES) {
      disk.delete(unfinished.resolve(file));
    }
  }

  private StoreException failed(Exception cause) {
    StoreException failed =
        new StoreException(
            "The backup "
                + target
                + " is not made: "
                + cause.getMessage()
                + ". The store goes on. Check that there is room and a right to write beside "
                + target
                + ", and begin again.",
            cause);
    try (DiskFile closing = copy) {
      clear();
      disk.delete(unfinished);
    } catch (IOException e) {
      failed.addSuppressed(e);
    } finally {
      UNDER_WAY.remove(target);
    }
    return failed;
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
      makeStore();
      disk.rename(unfinished, target);
      disk.forceDirectory(target.getParent());
      UNDER_WAY.remove(target);
    } catch (IOException | SQLException e) {
      throw failed(e);
    }
  }

  /** Puts beside the database what makes a store of it, and opens it once. */
  private void makeStore() throws IOException, SQLException {
    StoreMarker marker = StoreMarker.create(disk, unfinished);
    Journal.create(disk, unfinished.resolve(StoreFiles.JOURNAL_FILE), marker.id(), JOURNAL_BYTES)
        .close();
    TableMarker.write(disk, unfinished);
    try (JournalledDatabase made =
            JournalledDatabase.open(disk, unfinished, JOURNAL_BYTES, Runnable::run);
        Connection connection = made.connect();
        Statement statement = connection.createStatement()) {
      // The copy has no journal in front, and misses nothing of one.
      statement.execute("UPDATE front_journal SET complete = TRUE");
      statement.execute("CHECKPOINT SYNC");
    }
    disk.delete(unfinished.resolve("store.owner"));
  }
}
