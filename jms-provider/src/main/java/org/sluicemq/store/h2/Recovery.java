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
import org.sluicemq.message.Address;
import org.sluicemq.message.DamagedMessageException;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreState;

/**
 * What is read once, when a store is opened: backlogs with their figures, and branches in doubt.
 * Takes away the messages that were not to survive the restart.
 */
final class Recovery {

  private static final int TRANSIENT_AT_ONCE = 1000;
  private static final String FIGURES =
      "SELECT RSHIFT(id, "
          + (MessageKey.PRIORITY_BITS + MessageKey.ARRIVAL_BITS)
          + ") AS backlog, COUNT(*), SUM(size), MAX(BITAND(id, "
          + MessageKey.MAX_ARRIVAL
          + ")), persistent FROM message GROUP BY backlog, persistent";

  private final Connection connection;
  private final String store;

  Recovery(Connection connection, String store) {
    this.connection = connection;
    this.store = store;
  }

  /** Fills in the backlogs that the table holds. */
  static void load(Connection connection, KnownBacklogs known) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, kind, name, dropped FROM backlog")) {
      while (rows.next()) {
        if (rows.getBoolean(4)) {
          known.dropped(rows.getInt(1));
        } else {
          known.created(
              new BacklogRecord(
                  rows.getInt(1),
                  Address.of(Address.Kind.valueOf(rows.getString(2)), rows.getString(3))));
        }
      }
    }
  }

  StoreState recover(KnownBacklogs known, MessageTable messages)
      throws SQLException, StoreException {
    connection.setAutoCommit(true);
    Map<Integer, Figures> figures = figures(messages);
    return new StoreState(backlogs(known, figures), branches());
  }

  private void removeTransient(MessageTable messages) throws SQLException {
    long after = 0;
    List<Long> keys;
    do {
      keys = transientKeys(after);
      messages.remove(keys);
      after = keys.isEmpty() ? after : keys.get(keys.size() - 1);
    } while (keys.size() == TRANSIENT_AT_ONCE);
  }

  private List<Long> transientKeys(long after) throws SQLException {
    List<Long> keys = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id FROM message WHERE id > "
                    + after
                    + " AND NOT persistent ORDER BY id FETCH FIRST "
                    + TRANSIENT_AT_ONCE
                    + " ROWS ONLY")) {
      while (rows.next()) {
        keys.add(rows.getLong(1));
      }
    }
    return keys;
  }

  /** The messages of one backlog in sum. */
  private record Figures(long messages, long bytes, long highestArrival) {
    static final Figures NONE = new Figures(0, 0, 0);
  }

  private List<StoreState.Backlog> backlogs(KnownBacklogs known, Map<Integer, Figures> figures)
      throws SQLException {
    List<StoreState.Backlog> backlogs = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id, delivered_mark FROM backlog WHERE NOT dropped ORDER BY id")) {
      while (rows.next()) {
        Figures sum = figures.getOrDefault(rows.getInt(1), Figures.NONE);
        long mark = rows.getLong(2);
        backlogs.add(
            new StoreState.Backlog(
                known.get(rows.getInt(1)),
                sum.messages(),
                sum.bytes(),
                Math.max(sum.highestArrival(), mark),
                mark));
      }
    }
    return List.copyOf(backlogs);
  }

  /** Reads every message once, but hands none out. */
  private Map<Integer, Figures> figures(MessageTable messages) throws SQLException {
    Map<Integer, Figures> figures = new HashMap<>();
    boolean someTransient = false;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(FIGURES)) {
      while (rows.next()) {
        if (rows.getBoolean(5)) {
          figures.put(
              rows.getInt(1), new Figures(rows.getLong(2), rows.getLong(3), rows.getLong(4)));
        } else {
          someTransient = true;
        }
      }
    }
    if (someTransient) {
      removeTransient(messages);
    }
    return figures;
  }

  private List<BranchRecord> branches() throws SQLException, StoreException {
    List<BranchRecord> branches = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT identity, format_id, global_transaction_id, branch_qualifier, prepared_at,"
                    + " operations, checksum FROM branch ORDER BY prepared_at, identity")) {
      while (rows.next()) {
        branches.add(branch(rows));
      }
    }
    return List.copyOf(branches);
  }

  private BranchRecord branch(ResultSet row) throws SQLException, StoreException {
    byte[] work = row.getBytes(6);
    try {
      if (MessageRow.checksum(work, new byte[0]) != row.getInt(7)) {
        throw new DamagedMessageException("its checksum does not fit");
      }
      return BranchCodec.decode(
          row.getInt(2), row.getBytes(3), row.getBytes(4), row.getLong(5), work);
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
}
