// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * How many messages each backlog holds, and how far its arrival numbers have come: columns of
 * {@code backlog}, changed in the transaction that changes the messages, so that nobody ever has to
 * count rows. Used by the writing thread only.
 */
final class BacklogFigures {

  /**
   * The figures of one backlog.
   *
   * @param messages how many messages it holds
   * @param highestArrival the highest arrival number it ever held
   */
  record Figures(long messages, long highestArrival) {

    static final Figures NONE = new Figures(0, 0);

    Figures plus(long number, long arrival) {
      return new Figures(messages + number, Math.max(highestArrival, arrival));
    }

    /** Whatever has happened to the rows, there are never fewer than none. */
    Figures minus(long number) {
      return new Figures(Math.max(0, messages - number), highestArrival);
    }
  }

  private final PreparedStatement save;
  private final Map<Integer, Figures> committed = new HashMap<>();
  private final Map<Integer, Figures> changed = new HashMap<>();

  BacklogFigures(Connection connection) throws SQLException {
    save =
        connection.prepareStatement(
            "UPDATE backlog SET messages = ?, highest_arrival = ? WHERE id = ?");
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT id, messages, highest_arrival FROM backlog")) {
      while (rows.next()) {
        committed.put(rows.getInt(1), new Figures(rows.getLong(2), rows.getLong(3)));
      }
    }
  }

  /** A backlog begins, with no messages, in a row that says so. */
  void created(int backlog) {
    changed.put(backlog, Figures.NONE);
  }

  void added(int backlog, long arrival) {
    changed.put(backlog, current(backlog).plus(1, arrival));
  }

  void removed(int backlog, long messages) {
    if (messages > 0) {
      changed.put(backlog, current(backlog).minus(messages));
    }
  }

  private Figures current(int backlog) {
    Figures figures = changed.get(backlog);
    return figures != null ? figures : committed.getOrDefault(backlog, Figures.NONE);
  }

  /** Writes what has changed, within the transaction of the connection. */
  void write() throws SQLException {
    for (Map.Entry<Integer, Figures> change : changed.entrySet()) {
      save.setLong(1, change.getValue().messages());
      save.setLong(2, change.getValue().highestArrival());
      save.setInt(3, change.getKey());
      save.executeUpdate();
    }
  }

  /** The transaction is committed. */
  void committed() {
    committed.putAll(changed);
    changed.clear();
  }

  /** The transaction is rolled back. */
  void rolledBack() {
    changed.clear();
  }

  /** A dropped backlog has lost its row. */
  void swept(int backlog) {
    committed.remove(backlog);
  }
}
