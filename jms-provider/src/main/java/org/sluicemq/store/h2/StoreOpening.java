// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Disk;

/**
 * Opens the database of a store directory in the order in which nothing is harmed: what the marker
 * says about the tables is looked at before H2 is started, and the marker is written when the
 * tables are as it says.
 */
final class StoreOpening {

  /** Opens a database as it is. */
  @FunctionalInterface
  interface Database {
    JournalledDatabase open() throws IOException;
  }

  private StoreOpening() {}

  /**
   * Opens a store, making or upgrading its tables.
   *
   * @throws StoreException if it must not be used as it is; nothing was changed
   */
  static StoreDatabase open(Disk disk, Path directory, Database opening)
      throws IOException, SQLException, StoreException {
    TableMarker.Tables tables = TableMarker.check(disk, directory);
    JournalledDatabase database = opening.open();
    try {
      ChunkNumbers.renewIfNeeded(database, directory.toString());
      try (Connection connection = database.connect()) {
        Schema.prepare(connection, directory.toString(), tables != TableMarker.Tables.NONE);
        if (tables != TableMarker.Tables.CURRENT) {
          // An upgrade that was cut off may have left the newest tables without their views.
          Schema.completeViews(connection);
        }
      }
      if (tables != TableMarker.Tables.CURRENT) {
        TableMarker.write(disk, directory);
      }
      return database;
    } catch (IOException | SQLException | StoreException | RuntimeException | Error e) {
      try {
        database.close();
      } catch (IOException afterwards) {
        e.addSuppressed(afterwards);
      }
      throw e;
    }
  }
}
