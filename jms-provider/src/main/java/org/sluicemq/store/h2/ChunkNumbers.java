// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.Chunk;
import org.h2.mvstore.MVStore;
import org.sluicemq.store.StoreException;

/**
 * Watches the numbers that H2 gives to the chunks it writes, one for each commit. They have 26 bits
 * and begin again at zero; a database opened after that can take a new chunk for an old one that is
 * still needed. A full compaction numbers them from the start.
 */
final class ChunkNumbers {

  private static final System.Logger LOG = System.getLogger(ChunkNumbers.class.getName());

  /** From here on the database is compacted when it is opened. */
  static final int COMPACTED_FROM = Chunk.MAX_ID / 2;

  /** From here on the log says that the broker should be restarted. */
  static final int WARNED_FROM = Chunk.MAX_ID / 8 * 7;

  /** Here a store stops: what is left is more than is written until that is noticed. */
  static final int STOPPED_FROM = Chunk.MAX_ID / 64 * 63;

  private final MVStore database;
  private boolean warned;

  ChunkNumbers(MVStore database) {
    this.database = database;
  }

  /** The part of H2 that keeps the file, by a connection to it. */
  static MVStore database(Connection connection) throws SQLException {
    SessionLocal session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    return session.getDatabase().getStore().getMvStore();
  }

  /** The number of the last chunk, or of one written shortly before. */
  private int last() {
    Object last = database.getStoreHeader().get("chunk");
    if (last instanceof Number number) {
      return number.intValue();
    }
    return last == null ? 0 : Integer.parseInt(last.toString(), 16);
  }

  /**
   * Gives a warning, once, if the database has been open for so long that it should be restarted.
   *
   * @throws StoreException if the numbers are nearly used up: to go on would damage the database
   */
  void watch(String store) throws StoreException {
    int last = last();
    if (last >= STOPPED_FROM) {
      throw new StoreException(
          "The database of the store "
              + store
              + " has used "
              + last
              + " of its "
              + Chunk.MAX_ID
              + " chunk numbers. The store takes no more calls; restart the broker, it then begins"
              + " to number anew. What was acknowledged is there then.");
    }
    if (!warned && last >= WARNED_FROM) {
      warned = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "The database of the store {0} has used seven eighths of its {1} chunk numbers. Restart the"
              + " broker when it suits, before they are used up: it then begins to number anew.",
          store,
          Integer.toString(Chunk.MAX_ID));
    }
  }

  /** Compacts a database, just opened, whose numbers are on their way to the end. */
  static void renewIfNeeded(JournalledDatabase database, String store)
      throws IOException, SQLException {
    int last;
    try (Connection connection = database.connect()) {
      last = new ChunkNumbers(database(connection)).last();
    }
    if (last >= COMPACTED_FROM) {
      LOG.log(
          System.Logger.Level.INFO,
          "The database of the store {0} has used {1} of its {2} chunk numbers. It is rewritten into"
              + " a new file, which begins to number anew; that takes time and room for a second"
              + " copy, and can be cut off at any moment.",
          store,
          Integer.toString(last),
          Integer.toString(Chunk.MAX_ID));
      database.compactFully();
    }
  }
}
