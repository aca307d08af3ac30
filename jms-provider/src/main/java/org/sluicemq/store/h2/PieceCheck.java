// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Looks for pieces of bodies that belong to no message. */
final class PieceCheck {

  private final Connection connection;
  private final List<StoreCheck.Finding> findings;

  PieceCheck(Connection connection, List<StoreCheck.Finding> findings) {
    this.connection = connection;
    this.findings = findings;
  }

  void run() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                // Pieces of a dropped backlog are swept away when the store is next in use.
                "SELECT p.message, COUNT(*) FROM message_piece p"
                    + " LEFT JOIN message m ON m.id = p.message AND m.body IS NULL"
                    + " WHERE m.id IS NULL AND NOT EXISTS (SELECT 1 FROM backlog b"
                    + " WHERE b.dropped AND b.id = RSHIFT(p.message, "
                    + Schema.BACKLOG_SHIFT
                    + ")) GROUP BY p.message ORDER BY p.message")) {
      while (rows.next()) {
        findings.add(
            new StoreCheck.Finding(
                rows.getLong(2) + " pieces of a body belong to no message",
                "The table message_piece, " + MessageCheck.place(rows.getLong(1)),
                "They take room and do no other harm; a message that is given this key is refused or"
                    + " damaged. Restore the store from a backup, or drain and drop the backlog"));
      }
    }
  }
}
