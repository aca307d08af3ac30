// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.sluicemq.store.StoreException;

/**
 * Gives space back, in short steps on the writing thread and between groups: the messages of
 * dropped backlogs, the bodies that nothing refers to, and the room that removed ones leave in the
 * file. Used by the writing thread only.
 */
final class Housekeeping {

  private static final int WANTED_FILL_PERCENT = 60;
  private static final int REWRITTEN_BYTES = 1 << 20;

  private final GroupWriter writer;
  private final BodyTable bodies;
  private final KnownBacklogs known;
  private final MVStore database;
  private final int groupsPerCompaction;
  private int groups;

  Housekeeping(
      Connection connection,
      GroupWriter writer,
      BodyTable bodies,
      KnownBacklogs known,
      int groupsPerCompaction)
      throws SQLException {
    this.writer = writer;
    this.bodies = bodies;
    this.known = known;
    this.groupsPerCompaction = groupsPerCompaction;
    SessionLocal session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    this.database = session.getDatabase().getStore().getMvStore();
  }

  /**
   * Counts a group.
   *
   * @return whether there is something to do
   */
  boolean isDueAfterGroup() {
    groups++;
    return groups >= groupsPerCompaction || hasToSweep();
  }

  /**
   * Does one step.
   *
   * @return whether there is more to do
   * @throws StoreException if the database failed
   */
  boolean step() throws StoreException {
    try {
      if (groups >= groupsPerCompaction) {
        groups = 0;
        compact();
      }
      if (bodies.hasLeftovers()) {
        bodies.sweep();
      } else if (!known.dropped().isEmpty()) {
        writer.sweep(known.dropped().iterator().next());
      }
      return hasToSweep();
    } catch (SQLException | MVStoreException e) {
      throw new StoreException(
          "The store failed while it gave space back. It takes no more calls; mend the disk and"
              + " restart, what was acknowledged is there then. Cause: "
              + e.getMessage(),
          e);
    }
  }

  private boolean hasToSweep() {
    return bodies.hasLeftovers() || !known.dropped().isEmpty();
  }

  /** H2 reuses chunks that are empty; a few old messages would keep many of them half empty. */
  private void compact() {
    if (database.getFileStore().getChunksFillRate() < WANTED_FILL_PERCENT) {
      database.compact(WANTED_FILL_PERCENT, REWRITTEN_BYTES);
    }
  }
}
