// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sluicemq.message.DamagedMessageException;

/** Looks for pieces of bodies that nothing refers to, and for bodies that are to be swept away. */
final class PieceCheck {

  private final Connection connection;
  private final List<StoreCheck.Finding> findings;

  PieceCheck(Connection connection, List<StoreCheck.Finding> findings) {
    this.connection = connection;
    this.findings = findings;
  }

  /**
   * Checks them.
   *
   * @param ofMessages the bodies that messages refer to
   */
  void run(Set<Long> ofMessages) throws SQLException {
    Set<Long> inUse = new HashSet<>(ofMessages);
    Set<Long> loose = new HashSet<>();
    try (Statement statement = connection.createStatement()) {
      addBranches(statement, inUse);
      try (ResultSet rows = statement.executeQuery("SELECT number FROM loose_body")) {
        while (rows.next()) {
          loose.add(rows.getLong(1));
        }
      }
      loose.stream().filter(inUse::contains).sorted().forEach(this::inUseAndLoose);
      Set<Long> known = new HashSet<>(inUse);
      known.addAll(loose);
      findUnknown(statement, known);
    }
  }

  private static void addBranches(Statement statement, Set<Long> inUse) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT operations FROM branch")) {
      while (rows.next()) {
        try {
          inUse.addAll(BranchCodec.bodies(rows.getBytes(1)));
        } catch (DamagedMessageException e) {
          System.getLogger(PieceCheck.class.getName())
              .log(System.Logger.Level.DEBUG, "Told by the check of the branches", e);
        }
      }
    }
  }

  private void inUseAndLoose(long number) {
    findings.add(
        new StoreCheck.Finding(
            "it is in use and to be swept away",
            "The table loose_body, body " + number,
            "Its message or branch will be damaged at the next start. Take its row out of the"
                + " table, or restore the store from a backup"));
  }

  private void findUnknown(Statement statement, Set<Long> known) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT message, COUNT(*) FROM message_piece GROUP BY message ORDER BY message")) {
      while (rows.next()) {
        if (!known.contains(rows.getLong(1))) {
          findings.add(
              new StoreCheck.Finding(
                  rows.getLong(2) + " pieces of a body belong to no message",
                  "The table message_piece, body " + rows.getLong(1),
                  "They take room and do no other harm. Restore the store from a backup, or put the"
                      + " body's number into the table loose_body to have them swept away"));
        }
      }
    }
  }
}
