// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.h2.jdbc.JdbcConnection;
import org.sluicemq.store.PendingBackup;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.StoreLock;

/**
 * An H2 database in a store directory of its own, over the journalled file.
 *
 * <p>A commit is durable when a {@code CHECKPOINT SYNC} has returned that was executed, on any
 * connection, after the commit returned; it makes all commits before it durable at once. Until then
 * a loss of power or of the process may undo it, together with every later commit, and never in
 * part.
 *
 * <p>Use one group after the other: write, commit, {@code CHECKPOINT SYNC}, then answer those who
 * wait. When a disk operation has failed, every later one fails too; close the database and open it
 * again.
 *
 * <p>Safe for use by several threads, each with a connection of its own. An interrupt does not harm
 * the files, but H2's own waiting may notice it: call H2 from threads that nobody interrupts.
 */
public final class JournalledDatabase implements StoreDatabase {

  /** The size of the journal that suits most stores, in bytes: 32 MiB. */
  public static final long DEFAULT_JOURNAL_BYTES = 32L << 20;

  private static final String USER = "SLUICE";

  private final StoreLock lock;
  private final StoreFiles files;
  private final StoreFilePath root;
  private final Runnable stopBackground;
  private final H2Settings.Closing closing;
  private Connection anchor;
  private boolean closed;

  private JournalledDatabase(
      StoreLock lock, StoreFiles files, Runnable stopBackground, H2Settings.Closing closing) {
    this.lock = lock;
    this.files = files;
    this.stopBackground = stopBackground;
    this.closing = closing;
    this.root = StoreFilePath.register(files);
  }

  /**
   * Opens the database of a store directory, creating both if there are none: takes the lock of the
   * directory, replays the journal, starts H2.
   *
   * @param disk where the directory is
   * @param directory the store directory
   * @param journalBytes the size of the journal under the database, in bytes; at least 64 KiB
   * @return the open database
   * @throws org.sluicemq.store.journal.StoreLockedException if another broker uses the directory
   * @throws UnusableStoreException if the directory holds something that must not be used as it is
   * @throws org.sluicemq.store.journal.UnusableJournalException if the journal does not belong here
   *     or is damaged
   * @throws IOException if the disk fails, or H2 cannot open the database
   */
  public static JournalledDatabase open(Disk disk, Path directory, long journalBytes)
      throws IOException {
    ExecutorService background = Executors.newSingleThreadExecutor(JournalledDatabase::thread);
    try {
      return open(
          disk,
          directory,
          journalBytes,
          background,
          background::shutdown,
          H2Settings.Closing.COMPACTING);
    } catch (IOException | RuntimeException | Error e) {
      background.shutdown();
      throw e;
    }
  }

  /**
   * Opens the database as {@link #open(Disk, Path, long)} does, with an executor of the caller's
   * for the forcing of the database file that goes on beside the work. Nothing is done for as long
   * as a clock says: the file is as long when it is closed as it was before.
   *
   * @param disk where the directory is
   * @param directory the store directory
   * @param journalBytes the size of the journal under the database, in bytes; at least 64 KiB
   * @param background runs the forcing; {@code Runnable::run} makes every run alike
   * @return the open database
   * @throws IOException as for {@link #open(Disk, Path, long)}
   */
  public static JournalledDatabase open(
      Disk disk, Path directory, long journalBytes, Executor background) throws IOException {
    return open(disk, directory, journalBytes, background, () -> {}, H2Settings.Closing.AT_ONCE);
  }

  private static JournalledDatabase open(
      Disk disk,
      Path directory,
      long journalBytes,
      Executor background,
      Runnable stopBackground,
      H2Settings.Closing closing)
      throws IOException {
    StoreLock lock = lock(disk, directory);
    JournalledDatabase database;
    try {
      StoreFiles files = StoreFiles.open(disk, directory, journalBytes, background);
      database = new JournalledDatabase(lock, files, stopBackground, closing);
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
    database.start();
    return database;
  }

  private static StoreLock lock(Disk disk, Path directory) throws IOException {
    try {
      disk.createDirectories(directory);
      return StoreLock.acquire(disk, directory);
    } catch (FileSystemException e) {
      throw new UnusableStoreException(
          "The store directory "
              + directory
              + " cannot be created or written to ("
              + e
              + "). Allow the user of this process to write there, or choose another directory.");
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "sluice-store-force");
    thread.setDaemon(true);
    // A thread must not keep the class loader of the application that happened to start it.
    thread.setContextClassLoader(JournalledDatabase.class.getClassLoader());
    return thread;
  }

  private void start() throws IOException {
    try {
      anchor = connect(H2Settings.openingUrl(root.database(), closing));
    } catch (SQLException e) {
      IOException failed =
          new IOException(
              "H2 cannot open the database of the store " + files + ": " + e.getMessage(), e);
      closeAfter(failed);
      throw failed;
    } catch (RuntimeException | Error e) {
      closeAfter(e);
      throw e;
    }
  }

  private void closeAfter(Throwable failed) {
    try {
      close();
    } catch (IOException afterwards) {
      failed.addSuppressed(afterwards);
    }
  }

  static Connection connect(String url) throws SQLException {
    // Not through the driver, which would register itself with the DriverManager for the whole
    // process.
    return new JdbcConnection(url, new Properties(), USER, "", false);
  }

  /**
   * Opens a connection to the database, with all rights.
   *
   * @return a new connection, the caller's to close
   * @throws SQLException if the database is closed or has failed
   */
  @Override
  public Connection connect() throws SQLException {
    synchronized (this) {
      if (closed) {
        throw new SQLException("The database of the store " + files + " is closed.");
      }
    }
    return connect(H2Settings.connectingUrl(root.database()));
  }

  /**
   * The identity of the store in the directory.
   *
   * @return the identity, which every journal of the store carries
   */
  @Override
  public UUID storeId() {
    return files.storeId();
  }

  @Override
  public PendingBackup beginBackup(Path target) throws StoreException {
    return files.beginBackup(target);
  }

  /**
   * Rewrites the whole database into a new file, which also numbers H2's chunks from the start
   * again, and puts it in the place of the old one; a loss of power leaves the one or the other.
   * All connections are closed by it, so call it before the database is used.
   *
   * @throws IOException if it cannot be done; close the database then
   */
  public synchronized void compactFully() throws IOException {
    try {
      execute("SHUTDOWN COMPACT");
      anchor = connect(H2Settings.openingUrl(root.database(), closing));
    } catch (SQLException e) {
      throw new IOException("The database of the store " + files + " cannot be compacted", e);
    }
  }

  private void execute(String command) throws SQLException {
    try (Statement statement = anchor.createStatement()) {
      statement.execute(command);
    }
  }

  /**
   * Stops H2, forces its file, empties the journal and gives the directory free. Connections still
   * open are cut off. Closing twice does nothing.
   *
   * @throws IOException if the disk fails, now or before; what was durable stays so
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (lock;
        files) {
      if (anchor != null) {
        stopDatabase();
      }
    } finally {
      root.unregister();
      stopBackground.run();
    }
  }

  private void stopDatabase() throws IOException {
    try {
      execute("SHUTDOWN");
    } catch (SQLException e) {
      throw new IOException(
          "H2 did not stop cleanly in the store " + files + ": " + e.getMessage(), e);
    }
  }
}
