// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluicemq.message.Address;
import org.sluicemq.message.Body;
import org.sluicemq.message.DamagedMessageException;
import org.sluicemq.store.ArrivalRanges;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.BranchDecision;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.Subscriptions;

/**
 * What is read once, when a store is opened: backlogs with their figures, and branches in doubt. No
 * message is looked at, so that it takes as long for ten million as for ten.
 */
final class Recovery {

  /** Reads the rows that {@link #decode} takes. */
  static final String BRANCHES =
      "SELECT identity, format_id, global_transaction_id, branch_qualifier, prepared_at,"
          + " operations, checksum, committed, decided_at, decided_by, reason"
          + " FROM branch ORDER BY prepared_at, identity";

  private static final String SUBSCRIPTION = "SUBSCRIPTION";

  private final Connection connection;
  private final PieceReader pieces;
  private final String store;

  Recovery(Connection connection, String store) throws SQLException {
    this.connection = connection;
    this.pieces = new PieceReader(connection);
    this.store = store;
  }

  /** The kind of a backlog, as its row has it. */
  static String kind(BacklogRecord backlog) {
    return backlog.subscription() == null ? backlog.address().kind().name() : SUBSCRIPTION;
  }

  /** Fills in the backlogs that the table holds. */
  static void load(Connection connection, KnownBacklogs known) throws SQLException {
    Map<Integer, BacklogRecord> subscriptions = SubscriptionTable.subscriptions(connection);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, kind, name, dropped FROM backlog")) {
      while (rows.next()) {
        if (rows.getBoolean(4)) {
          known.dropped(rows.getInt(1));
        } else if (rows.getString(2).equals(SUBSCRIPTION)) {
          known.created(subscriptions.get(rows.getInt(1)));
        } else {
          known.created(
              new BacklogRecord(
                  rows.getInt(1),
                  Address.of(Address.Kind.valueOf(rows.getString(2)), rows.getString(3))));
        }
      }
    }
  }

  StoreState recover(KnownBacklogs known, Subscriptions subscriptions)
      throws SQLException, StoreException {
    connection.setAutoCommit(true);
    return new StoreState(backlogs(known, subscriptions), branches(), Set.copyOf(known.dropped()));
  }

  private Map<Integer, Long> marks() throws SQLException {
    Map<Integer, Long> marks = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT id, delivered_mark FROM backlog WHERE NOT dropped")) {
      while (rows.next()) {
        marks.put(rows.getInt(1), rows.getLong(2));
      }
    }
    return marks;
  }

  private List<StoreState.Backlog> backlogs(KnownBacklogs known, Subscriptions subscriptions)
      throws SQLException {
    Map<Integer, Long> marks = marks();
    List<StoreState.Backlog> backlogs = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id, messages, highest_arrival, delivered_mark FROM backlog"
                    + " WHERE NOT dropped ORDER BY id")) {
      while (rows.next()) {
        int id = rows.getInt(1);
        ArrivalRanges waiting = subscriptions.waiting(id);
        long messages = waiting == null ? rows.getLong(2) : waiting.count();
        long highest = waiting == null ? rows.getLong(3) : waiting.highest();
        highest = Math.max(highest, subscriptions.highestArrival(id, marks));
        long mark = rows.getLong(4);
        backlogs.add(
            new StoreState.Backlog(known.get(id), messages, Math.max(highest, mark), mark));
      }
    }
    return List.copyOf(backlogs);
  }

  private List<BranchRecord> branches() throws SQLException, StoreException {
    List<BranchRecord> branches = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(BRANCHES)) {
      while (rows.next()) {
        branches.add(branch(rows));
      }
    }
    return List.copyOf(branches);
  }

  private BranchRecord branch(ResultSet row) throws SQLException, StoreException {
    try {
      return decode(row, pieces);
    } catch (DamagedMessageException e) {
      throw new StoreException(
          "The prepared branch "
              + row.getString(1)
              + " in the store "
              + store
              + " is damaged: "
              + e.getMessage()
              + ". Restore the whole store directory from a backup; nothing was changed.",
          e);
    }
  }

  /** Reads a row of {@link #BRANCHES}. */
  static BranchRecord decode(ResultSet row, PieceReader pieces) throws SQLException {
    byte[] work = row.getBytes(6);
    if (MessageRow.checksum(work, Body.EMPTY) != row.getInt(7)) {
      throw new DamagedMessageException("its checksum does not fit");
    }
    BranchRecord branch =
        BranchCodec.decode(
            row.getInt(2), row.getBytes(3), row.getBytes(4), row.getLong(5), work, pieces::read);
    boolean committed = row.getBoolean(8);
    return row.wasNull()
        ? branch
        : branch.decided(
            new BranchDecision(committed, row.getLong(9), row.getString(10), row.getString(11)));
  }
}
