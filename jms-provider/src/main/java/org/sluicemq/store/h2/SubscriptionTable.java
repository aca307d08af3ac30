// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluicemq.message.Address;
import org.sluicemq.store.ArrivalRanges;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.SubscriptionRecord;

/**
 * The statements on {@code subscription}, {@code subscription_range} and {@code view_count}. Used
 * by the writing thread only.
 *
 * <p>The key of a range is the subscription's number and the range's first arrival in one number,
 * so that the ranges of a subscription lie together without a second index.
 */
final class SubscriptionTable {

  private static final int IDS_AT_ONCE = 1024;

  private final Connection connection;
  private final PreparedStatement save;
  private final PreparedStatement forget;
  private final PreparedStatement saveRange;
  private final PreparedStatement removeRanges;
  private final PreparedStatement clearRanges;
  private final PreparedStatement saveCount;
  private final PreparedStatement removeCounts;
  private final PreparedStatement clearCounts;
  private final PreparedStatement keys;

  SubscriptionTable(Connection connection) throws SQLException {
    this.connection = connection;
    save =
        connection.prepareStatement(
            "MERGE INTO subscription (backlog, log, client_id, name, shared, no_local, selector,"
                + " start_arrival) KEY (backlog) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    forget = connection.prepareStatement("DELETE FROM subscription WHERE backlog = ?");
    saveRange =
        connection.prepareStatement(
            "MERGE INTO subscription_range (id, last_arrival) KEY (id) VALUES (?, ?)");
    removeRanges = connection.prepareStatement("DELETE FROM subscription_range WHERE id = ANY(?)");
    clearRanges =
        connection.prepareStatement("DELETE FROM subscription_range WHERE id > ? AND id < ?");
    saveCount =
        connection.prepareStatement(
            "MERGE INTO view_count (view_key, delivery_count) KEY (view_key) VALUES (?, ?)");
    removeCounts = connection.prepareStatement("DELETE FROM view_count WHERE view_key = ANY(?)");
    clearCounts =
        connection.prepareStatement("DELETE FROM view_count WHERE view_key > ? AND view_key < ?");
    keys =
        connection.prepareStatement("SELECT id FROM message WHERE id >= ? AND id <= ? ORDER BY id");
  }

  private static long rangeId(int subscription, long arrival) {
    return ((long) subscription << MessageKey.ARRIVAL_BITS) | arrival;
  }

  /** All subscriptions that are not swept yet, with the number and address of their backlogs. */
  static Map<Integer, BacklogRecord> subscriptions(Connection connection) throws SQLException {
    Map<Integer, BacklogRecord> found = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT b.id, b.name, s.log, s.client_id, s.name, s.shared, s.no_local, s.selector,"
                    + " s.start_arrival FROM subscription s JOIN backlog b ON b.id = s.backlog")) {
      while (rows.next()) {
        SubscriptionRecord subscription =
            new SubscriptionRecord(
                rows.getInt(3),
                rows.getString(4),
                rows.getString(5),
                rows.getBoolean(6),
                rows.getBoolean(7),
                rows.getString(8),
                rows.getLong(9));
        int id = rows.getInt(1);
        found.put(id, new BacklogRecord(id, Address.topic(rows.getString(2)), subscription));
      }
    }
    return found;
  }

  /** Takes a range that was found. */
  @FunctionalInterface
  interface RangeTaker {
    void take(int subscription, long first, long last);
  }

  void ranges(RangeTaker taker) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT id, last_arrival FROM subscription_range ORDER BY id")) {
      while (rows.next()) {
        long id = rows.getLong(1);
        taker.take(
            (int) (id >>> MessageKey.ARRIVAL_BITS), id & MessageKey.MAX_ARRIVAL, rows.getLong(2));
      }
    }
  }

  void counts(Map<Long, Integer> counts) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT view_key, delivery_count FROM view_count")) {
      while (rows.next()) {
        counts.put(rows.getLong(1), rows.getInt(2));
      }
    }
  }

  void save(BacklogRecord backlog) throws SQLException {
    SubscriptionRecord subscription = backlog.subscription();
    save.setInt(1, backlog.id());
    save.setInt(2, subscription.log());
    save.setString(3, subscription.clientId());
    save.setString(4, subscription.name());
    save.setBoolean(5, subscription.shared());
    save.setBoolean(6, subscription.noLocal());
    save.setString(7, subscription.selector());
    save.setLong(8, subscription.start());
    save.executeUpdate();
  }

  /** Brings the rows of a subscription to what its ranges are now. */
  void saveRanges(int subscription, ArrivalRanges ranges) throws SQLException {
    List<Long> gone = new ArrayList<>();
    boolean some = false;
    for (long first : ranges.takeChanged()) {
      long last = ranges.lastOf(first);
      if (last == 0) {
        gone.add(rangeId(subscription, first));
      } else {
        saveRange.setLong(1, rangeId(subscription, first));
        saveRange.setLong(2, last);
        saveRange.addBatch();
        some = true;
      }
    }
    if (some) {
      saveRange.executeBatch();
    }
    remove(removeRanges, gone);
  }

  void saveCounts(Map<Long, Integer> counts) throws SQLException {
    for (Map.Entry<Long, Integer> count : counts.entrySet()) {
      saveCount.setLong(1, count.getKey());
      saveCount.setInt(2, count.getValue());
      saveCount.addBatch();
    }
    if (!counts.isEmpty()) {
      saveCount.executeBatch();
    }
  }

  void removeCounts(Collection<Long> viewKeys) throws SQLException {
    remove(removeCounts, viewKeys);
  }

  /** In parts: H2 takes 65 536 values in an array at most. */
  private void remove(PreparedStatement delete, Collection<Long> ids) throws SQLException {
    Object[] all = ids.toArray();
    for (int from = 0; from < all.length; from += IDS_AT_ONCE) {
      Object[] some = Arrays.copyOfRange(all, from, Math.min(all.length, from + IDS_AT_ONCE));
      delete.setArray(1, connection.createArrayOf("BIGINT", some));
      delete.executeUpdate();
    }
  }

  /** Takes away all rows that a subscription has. */
  void forget(int subscription) throws SQLException {
    between(clearRanges, rangeId(subscription, 0), rangeId(subscription + 1, 0));
    between(clearCounts, MessageKey.before(subscription), MessageKey.after(subscription));
    forget.setInt(1, subscription);
    forget.executeUpdate();
  }

  private static void between(PreparedStatement delete, long after, long before)
      throws SQLException {
    delete.setLong(1, after);
    delete.setLong(2, before);
    delete.executeUpdate();
  }

  /** The keys of the messages of a log with one priority and arrivals from a range. */
  List<Long> logKeys(int log, int priority, ArrivalRanges.Range range) throws SQLException {
    keys.setLong(1, MessageKey.of(log, priority, range.first()));
    keys.setLong(2, MessageKey.of(log, priority, range.last()));
    List<Long> found = new ArrayList<>();
    try (ResultSet rows = keys.executeQuery()) {
      while (rows.next()) {
        found.add(rows.getLong(1));
      }
    }
    return found;
  }
}
