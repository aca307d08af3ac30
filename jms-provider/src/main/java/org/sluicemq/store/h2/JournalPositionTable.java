// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sluicemq.store.JournalPosition;
import org.sluicemq.store.StoreException;

/**
 * The table {@code front_journal}: one row that says how far the journal in front is merged, none
 * while there never was such a journal. Used by the writing thread only.
 */
final class JournalPositionTable {

  private final PreparedStatement read;
  private final PreparedStatement write;

  JournalPositionTable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS front_journal (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            merged_sequence BIGINT NOT NULL,
            complete BOOLEAN NOT NULL)""");
    }
    read = connection.prepareStatement("SELECT merged_sequence, complete FROM front_journal");
    write =
        connection.prepareStatement(
            "MERGE INTO front_journal (id, merged_sequence, complete) KEY (id) VALUES (1, ?, ?)");
  }

  Optional<JournalPosition> read() throws SQLException {
    try (ResultSet row = read.executeQuery()) {
      return row.next()
          ? Optional.of(new JournalPosition(row.getLong(1), row.getBoolean(2)))
          : Optional.empty();
    }
  }

  /** Writes within the transaction of the connection. */
  void write(JournalPosition position) throws SQLException {
    write.setLong(1, position.sequence());
    write.setBoolean(2, position.complete());
    write.executeUpdate();
  }

  /**
   * Lets a store pass that holds all there is.
   *
   * @throws StoreException if the journal in front holds more
   */
  void requireComplete(String store) throws SQLException, StoreException {
    Optional<JournalPosition> position = read();
    if (position.isPresent() && !position.get().complete()) {
      throw new StoreException(
          "The store "
              + store
              + " cannot be used without the journal in front of it, which holds messages that are"
              + " not in the tables yet. Start the broker on it and stop it cleanly; nothing was"
              + " changed.");
    }
  }
}
