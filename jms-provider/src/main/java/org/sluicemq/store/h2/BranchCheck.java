// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.sluicemq.message.DamagedMessageException;
import org.sluicemq.store.BranchRecord;

/** Reads every prepared branch and looks for the messages it has received. */
final class BranchCheck {

  private final Connection connection;
  private final List<StoreCheck.Finding> findings;
  private final LongUnaryOperator rowKeys;
  private long branches;

  /**
   * Checks branches.
   *
   * @param rowKeys the key of the row that a message's key stands for
   */
  BranchCheck(Connection connection, List<StoreCheck.Finding> findings, LongUnaryOperator rowKeys) {
    this.connection = connection;
    this.rowKeys = rowKeys;
    this.findings = findings;
  }

  /**
   * Checks them.
   *
   * @param withMessages whether the tables hold all messages that there are
   */
  void run(boolean withMessages) throws SQLException {
    try (Statement statement = connection.createStatement();
        PreparedStatement held = connection.prepareStatement("SELECT 1 FROM message WHERE id = ?");
        ResultSet rows = statement.executeQuery(Recovery.BRANCHES)) {
      PieceReader pieces = new PieceReader(connection);
      while (rows.next()) {
        boolean undecided = rows.getString(9) == null;
        branches += undecided ? 1 : 0;
        String where = "The prepared branch " + rows.getString(1);
        try {
          BranchRecord branch = Recovery.decode(rows, pieces);
          if (withMessages) {
            checkReceived(branch, where, held);
          }
        } catch (DamagedMessageException e) {
          findings.add(
              new StoreCheck.Finding(
                  "its work is damaged: " + e.getMessage(),
                  where,
                  "The broker will not start. Restore the store from a backup"));
        }
      }
    }
  }

  private void checkReceived(BranchRecord branch, String where, PreparedStatement held)
      throws SQLException {
    for (long key : branch.acknowledged()) {
      held.setLong(1, rowKeys.applyAsLong(key));
      try (ResultSet row = held.executeQuery()) {
        if (!row.next()) {
          findings.add(
              new StoreCheck.Finding(
                  "it has received the message with "
                      + MessageCheck.place(key)
                      + ", which is not there",
                  where,
                  "If the branch is rolled back, this message does not return. Find out from the"
                      + " transaction manager how it is to end, or restore the store from a"
                      + " backup"));
        }
      }
    }
  }

  long branches() {
    return branches;
  }
}
