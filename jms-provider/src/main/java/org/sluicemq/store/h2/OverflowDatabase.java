// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.sluicemq.store.PendingBackup;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Disk;

/**
 * An H2 database for what need not survive the process: a file of its own in the directory of a
 * store, without a journal and never forced. It begins empty and leaves nothing behind; what a
 * killed process left is deleted at the next opening.
 */
final class OverflowDatabase implements StoreDatabase {

  private final OverflowFiles files;
  private final StoreFilePath root;
  private final UUID id = UUID.randomUUID();
  private Connection anchor;

  private OverflowDatabase(OverflowFiles files) {
    this.files = files;
    this.root = StoreFilePath.register(files);
  }

  /** Opens an empty database; the caller holds the lock of the directory. */
  static OverflowDatabase open(Disk disk, Path directory)
      throws IOException, SQLException, StoreException {
    OverflowFiles files = new OverflowFiles(disk, directory);
    files.deleteAll();
    OverflowDatabase database = new OverflowDatabase(files);
    try {
      database.anchor =
          JournalledDatabase.connect(
              H2Settings.openingUrl(database.root.database(), H2Settings.Closing.AT_ONCE));
      Schema.prepare(database.anchor, files.toString(), false);
      return database;
    } catch (SQLException | StoreException | RuntimeException | Error e) {
      try {
        database.close();
      } catch (IOException afterwards) {
        e.addSuppressed(afterwards);
      }
      throw e;
    }
  }

  @Override
  public Connection connect() throws SQLException {
    return JournalledDatabase.connect(H2Settings.connectingUrl(root.database()));
  }

  @Override
  public UUID storeId() {
    return id;
  }

  @Override
  public PendingBackup beginBackup(Path target) throws StoreException {
    throw new StoreException(
        "No backup is made of " + files + ": nothing in it is to outlive the process");
  }

  @Override
  public void close() throws IOException {
    try {
      if (anchor != null) {
        stop();
      }
    } finally {
      root.unregister();
      files.deleteAll();
    }
  }

  private void stop() throws IOException {
    try (Connection last = anchor;
        Statement statement = last.createStatement()) {
      // Nobody will read the file again, so nothing is written into it any more.
      statement.execute("SHUTDOWN IMMEDIATELY");
    } catch (SQLException e) {
      throw new IOException("H2 did not stop cleanly over " + files + ": " + e.getMessage(), e);
    }
  }
}
