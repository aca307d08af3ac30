// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.sluicemq.store.ArrivalRanges;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.MessageKey;

/**
 * Holds what waits for the durable subscriptions against the messages in the logs of their topics:
 * every arrival that waits has its message, and every message waits for somebody.
 */
final class SubscriptionCheck {

  private static final String RESTORE = "Restore the store from a backup";

  private final Connection connection;
  private final List<StoreCheck.Finding> findings;
  private final Map<Integer, BacklogRecord> subscriptions;
  private final Map<Integer, ArrivalRanges> waiting = new HashMap<>();

  SubscriptionCheck(Connection connection, List<StoreCheck.Finding> findings) throws SQLException {
    this.connection = connection;
    this.findings = findings;
    this.subscriptions = SubscriptionTable.subscriptions(connection);
    subscriptions.keySet().forEach(id -> waiting.put(id, new ArrivalRanges()));
  }

  void run() throws SQLException {
    loadRanges();
    findLostRows();
    Set<Integer> logs = new TreeSet<>();
    subscriptions.values().forEach(backlog -> logs.add(backlog.subscription().log()));
    for (int log : logs) {
      compare(log);
    }
  }

  private void loadRanges() throws SQLException {
    Set<Integer> unknown = new TreeSet<>();
    new SubscriptionTable(connection)
        .ranges(
            (id, first, last) -> {
              if (waiting.containsKey(id)) {
                waiting.get(id).load(first, last);
              } else {
                unknown.add(id);
              }
            });
    for (int id : unknown) {
      add("messages wait for it, and it is not there", "Subscription " + id, RESTORE);
    }
  }

  private void findLostRows() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id, name FROM backlog WHERE kind = 'SUBSCRIPTION' AND NOT dropped"
                    + " AND id NOT IN (SELECT backlog FROM subscription)")) {
      while (rows.next()) {
        add(
            "its name and selector are lost",
            "Subscription " + rows.getInt(1) + " of topic '" + rows.getString(2) + "'",
            "The broker will not start. " + RESTORE);
      }
    }
  }

  private void compare(int log) throws SQLException {
    ArrivalRanges there = new ArrivalRanges();
    long unwanted = 0;
    try (PreparedStatement keys =
        connection.prepareStatement("SELECT id FROM message WHERE id > ? AND id < ?")) {
      keys.setLong(1, MessageKey.before(log));
      keys.setLong(2, MessageKey.after(log));
      try (ResultSet rows = keys.executeQuery()) {
        while (rows.next()) {
          long arrival = MessageKey.arrival(rows.getLong(1));
          there.add(arrival);
          unwanted += isWanted(log, arrival) ? 0 : 1;
        }
      }
    }
    if (unwanted > 0) {
      add(
          unwanted + " of its messages wait for no subscription",
          "The log of a topic, backlog " + log,
          "They take space and are never delivered; subscriptions are not touched by it");
    }
    subscriptions.values().stream()
        .filter(backlog -> backlog.subscription().log() == log)
        .forEach(backlog -> compare(backlog, there));
  }

  private boolean isWanted(int log, long arrival) {
    return subscriptions.values().stream()
        .anyMatch(
            backlog ->
                backlog.subscription().log() == log && waiting.get(backlog.id()).contains(arrival));
  }

  private void compare(BacklogRecord subscription, ArrivalRanges there) {
    long missing = 0;
    ArrivalRanges ranges = waiting.get(subscription.id());
    for (long at = ranges.next(1); at != 0; at = ranges.next(at + 1)) {
      missing += there.contains(at) ? 0 : 1;
    }
    if (missing > 0) {
      add(
          missing + " messages that wait for it are not there",
          "Subscription '"
              + subscription.subscription().name()
              + "' of topic '"
              + subscription.address().name()
              + "'",
          RESTORE);
    }
  }

  private void add(String what, String where, String advice) {
    findings.add(new StoreCheck.Finding(what, where, advice));
  }

  /** The key of the row that a key stands for, be it that of a subscription. */
  long rowKey(long key) {
    BacklogRecord subscription = subscriptions.get(MessageKey.backlog(key));
    return subscription == null ? key : MessageKey.in(subscription.subscription().log(), key);
  }
}
