// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Holds the figures of the backlogs against the messages that there are. */
final class BacklogCheck {

  private final Connection connection;
  private final List<StoreCheck.Finding> findings;
  private long backlogs;

  BacklogCheck(Connection connection, List<StoreCheck.Finding> findings) {
    this.connection = connection;
    this.findings = findings;
  }

  void run(MessageCheck messages) throws SQLException {
    Map<Integer, MessageCheck.Tally> unknown = new TreeMap<>(messages.tallies());
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id, kind, name, dropped, messages, highest_arrival FROM backlog"
                    + " ORDER BY id")) {
      while (rows.next()) {
        MessageCheck.Tally tally = unknown.remove(rows.getInt(1));
        // What a dropped backlog holds is swept away when the store is next in use.
        if (!rows.getBoolean(4)) {
          backlogs++;
          compare(rows, tally == null ? MessageCheck.Tally.NONE : tally, messages.isReadWholly());
        }
      }
    }
    unknown.forEach(this::unknown);
  }

  private void compare(ResultSet row, MessageCheck.Tally tally, boolean all) throws SQLException {
    String where = "Backlog " + row.getInt(1) + ", " + row.getString(2) + " '" + row.getString(3);
    if (all && row.getLong(5) != tally.messages()) {
      findings.add(
          new StoreCheck.Finding(
              "it is said to hold " + row.getLong(5) + " messages and holds " + tally.messages(),
              where + "'",
              "Its messages are delivered all the same, only their number is shown wrongly: drain"
                  + " it, or restore the store from a backup"));
    }
    if (row.getLong(6) < tally.highestArrival()) {
      findings.add(
          new StoreCheck.Finding(
              "its arrivals are said to end at "
                  + row.getLong(6)
                  + ", and a message has arrival "
                  + tally.highestArrival(),
              where + "'",
              "A new message could be given the place of an old one and be refused: drain it before"
                  + " anything is sent to it, or restore the store from a backup"));
    }
  }

  private void unknown(int backlog, MessageCheck.Tally tally) {
    findings.add(
        new StoreCheck.Finding(
            tally.messages() + " messages belong to no backlog that there is",
            "Backlog " + backlog,
            "Nobody will receive them. Restore the store from a backup"));
  }

  long backlogs() {
    return backlogs;
  }
}
