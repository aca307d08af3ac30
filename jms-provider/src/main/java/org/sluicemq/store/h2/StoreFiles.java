// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.sluicemq.store.PendingBackup;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.DiskFile;
import org.sluicemq.store.journal.Journal;

/**
 * The files of one store directory as H2 sees them: its database, which is journalled, and the
 * temporary file of a full compaction, which is not, and takes the database's place once it is
 * complete.
 *
 * <p>The caller holds the lock of the directory. Safe for use by several threads.
 */
final class StoreFiles implements DatabaseFiles, Closeable {

  private static final System.Logger LOG = System.getLogger(StoreFiles.class.getName());
  private static final String DATABASE = "messages";

  static final String DATABASE_FILE = DATABASE + ".mv.db";
  static final String JOURNAL_FILE = DATABASE + ".journal";

  private final Disk disk;
  private final Path directory;
  private final UUID storeId;
  private final JournalledFile database;

  private StoreFiles(Disk disk, Path directory, UUID storeId, JournalledFile database) {
    this.disk = disk;
    this.directory = directory;
    this.storeId = storeId;
    this.database = database;
  }

  /**
   * Opens the files of a store, or creates them in a directory that holds none, and replays the
   * journal.
   */
  static StoreFiles open(Disk disk, Path directory, long journalBytes, Executor background)
      throws IOException {
    Path databaseFile = directory.resolve(DATABASE_FILE);
    Path journalFile = directory.resolve(JOURNAL_FILE);
    boolean databaseExists = disk.exists(databaseFile);
    StoreMarker marker = marker(disk, directory, databaseExists || disk.exists(journalFile));
    Journal journal = journal(disk, journalFile, marker, journalBytes, databaseFile);
    DiskFile file = null;
    if (journal.used() > 0) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "The store {0} was not closed by its last process: {1} bytes of {2} go into {3}",
          directory,
          Long.toString(journal.used()),
          JOURNAL_FILE,
          DATABASE_FILE);
    }
    try {
      file = disk.open(databaseFile);
      disk.forceDirectory(directory);
      return new StoreFiles(
          disk,
          directory,
          marker.id(),
          JournalledFile.open(file, journal, journalBytes, background));
    } catch (IOException | RuntimeException | Error e) {
      closeAfter(e, journal);
      closeAfter(e, file);
      throw e;
    }
  }

  private static StoreMarker marker(Disk disk, Path directory, boolean holdsFiles)
      throws IOException {
    if (disk.exists(directory.resolve(StoreMarker.FILE))) {
      return StoreMarker.read(disk, directory);
    }
    if (holdsFiles) {
      throw new UnusableStoreException(
          "The directory "
              + directory
              + " holds files of a store but no "
              + StoreMarker.FILE
              + ". Restore the whole store directory from a backup, or choose another directory; nothing was changed.");
    }
    return StoreMarker.create(disk, directory);
  }

  private static Journal journal(
      Disk disk, Path journalFile, StoreMarker marker, long bytes, Path databaseFile)
      throws IOException {
    boolean databaseExists = disk.exists(databaseFile);
    if (!disk.exists(journalFile)) {
      if (databaseExists) {
        throw missing(journalFile, databaseFile);
      }
      return Journal.create(disk, journalFile, marker.id(), bytes);
    }
    Journal journal = Journal.open(disk, journalFile, marker.id());
    if (!databaseExists && journal.lastSequence() > 0) {
      journal.close();
      throw missing(databaseFile, journalFile);
    }
    return journal;
  }

  private static UnusableStoreException missing(Path lost, Path present) {
    return new UnusableStoreException(
        "The store's file "
            + lost
            + " is missing beside "
            + present
            + ". Put it back, or restore the whole store directory from a backup; nothing was changed.");
  }

  private static void closeAfter(Throwable error, Closeable open) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      error.addSuppressed(e);
    }
  }

  UUID storeId() {
    return storeId;
  }

  @Override
  public String database() {
    return DATABASE;
  }

  @Override
  public boolean exists(String name) {
    return disk.exists(directory.resolve(name));
  }

  @Override
  public long size(String name) throws IOException {
    if (isDatabase(name)) {
      return database.size();
    }
    try (DiskFile file = disk.open(directory.resolve(name))) {
      return file.size();
    }
  }

  @Override
  public FileChannel open(String name, boolean readOnly) throws IOException {
    if (isDatabase(name)) {
      return new JournalledChannel(name, database, readOnly);
    }
    return new PlainChannel(name, disk.open(directory.resolve(name)), true);
  }

  @Override
  public void delete(String name) throws IOException {
    if (isDatabase(name)) {
      throw new IOException(
          "The database file of a store is not deleted while the store is open: "
              + directory.resolve(name));
    }
    disk.delete(directory.resolve(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Path source = directory.resolve(from);
    if (isDatabase(from) || !disk.exists(source)) {
      throw new IOException("The file " + source + " cannot be renamed to " + to);
    }
    if (isDatabase(to)) {
      try (DiskFile complete = disk.open(source)) {
        complete.force();
      }
      database.replaceBy(disk, source, directory.resolve(to));
    } else {
      disk.rename(source, directory.resolve(to));
      disk.forceDirectory(directory);
    }
  }

  private static boolean isDatabase(String name) {
    return name.equals(DATABASE_FILE);
  }

  /** Begins a copy of what is forced by now. */
  PendingBackup beginBackup(Path target) throws StoreException {
    return StoreBackup.begin(disk, database, target);
  }

  @Override
  public void close() throws IOException {
    database.close();
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
