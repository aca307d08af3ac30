// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.sluicemq.store.ArrivalRanges;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.Subscriptions;
import org.sluicemq.store.WriteBatch;

/**
 * Turns what a group settles for subscriptions into changed ranges, and into the removal of the
 * messages that nobody wants any more. Used by the writing thread only; what it knows is read by
 * the reading thread as well.
 *
 * <p>What waits for a subscription is known on the heap, as ranges of arrivals, before and after
 * each group as the tables have it; the tables are read only when the store is opened.
 */
final class TopicWriter {

  private static final int HIGHEST_PRIORITY = 9;
  private static final long SWEPT_AT_ONCE = 1000;

  /**
   * What is known of the subscriptions.
   *
   * @param subscriptions what waits for which
   * @param counts how often messages were delivered, by view key, where that is not 0
   */
  record Views(Subscriptions subscriptions, Map<Long, Integer> counts) {
    int count(long viewKey) {
      return counts.isEmpty() ? 0 : counts.getOrDefault(viewKey, 0);
    }
  }

  /** A subscription that is gone for everyone, with what only it may have wanted. */
  private record Dropped(int log, ArrivalRanges waiting) {}

  private final Connection connection;
  private final MessageTable messages;
  private final SubscriptionTable table;
  private final KnownBacklogs known;
  private final Map<Integer, Dropped> dropped = new HashMap<>();
  private final Map<Long, Integer> changedCounts = new HashMap<>();
  private final SortedSet<Long> removedCounts = new TreeSet<>();
  private volatile Views views;

  /** What the group at work changes; null between groups. */
  private GroupChanges group;

  TopicWriter(Connection connection, MessageTable messages, KnownBacklogs known)
      throws SQLException {
    this.connection = connection;
    this.messages = messages;
    this.table = new SubscriptionTable(connection);
    this.known = known;
    load();
  }

  /** What is known at the moment; to be read only. */
  Views views() {
    return views;
  }

  private void load() throws SQLException {
    Subscriptions found = new Subscriptions();
    Map<Long, Integer> counts = new ConcurrentHashMap<>();
    dropped.clear();
    for (BacklogRecord backlog : SubscriptionTable.subscriptions(connection).values()) {
      if (known.isDropped(backlog.id())) {
        dropped.put(backlog.id(), new Dropped(backlog.subscription().log(), new ArrivalRanges()));
      } else {
        found.created(backlog);
      }
    }
    table.ranges(
        (id, first, last) -> {
          Dropped gone = dropped.get(id);
          ArrivalRanges waiting = gone == null ? found.waiting(id) : gone.waiting();
          if (waiting != null) {
            // Otherwise they are nobody's, which harms nobody; a check of the store tells of them.
            waiting.load(first, last);
          }
        });
    table.counts(counts);
    views = new Views(found, counts);
  }

  /** Works out what the batches of a group mean for the topics' logs, and writes it. */
  void apply(List<EncodedBatch> batches, GroupChanges changes) throws SQLException {
    if (!changes.touchesTopics() && views.subscriptions().logs().isEmpty() && dropped.isEmpty()) {
      return;
    }
    group = changes;
    for (EncodedBatch encoded : batches) {
      apply(encoded.batch(), changes);
    }
    group = null;
    Subscriptions subscriptions = views.subscriptions();
    for (int number : subscriptions.numbers()) {
      table.saveRanges(number, subscriptions.waiting(number));
    }
    table.saveCounts(changedCounts);
    table.removeCounts(removedCounts);
    changedCounts.clear();
    removedCounts.clear();
  }

  private void apply(WriteBatch batch, GroupChanges changes) throws SQLException {
    Subscriptions subscriptions = views.subscriptions();
    subscriptions.beginBatch();
    for (BacklogRecord created : batch.createdBacklogs()) {
      create(created);
    }
    for (long key : batch.removed()) {
      remove(key, changes);
    }
    for (StoredMessage message : batch.added()) {
      long key = message.key();
      if (changes.isOfLog(key) && !subscriptions.added(key)) {
        changes.added.remove(key);
      }
    }
    batch.deliveryCounts().forEach(this::count);
    for (int backlog : batch.droppedBacklogs()) {
      drop(backlog);
    }
  }

  private void create(BacklogRecord created) throws SQLException {
    if (dropped.containsKey(created.id())) {
      sweepWhole(created.id());
    }
    Subscriptions subscriptions = views.subscriptions();
    boolean isNew = !created.equals(subscriptions.logs().subscription(created.id()));
    if (created.subscription() != null && isNew) {
      table.save(created);
    }
    subscriptions.created(created);
  }

  private void remove(long key, GroupChanges changes) {
    Subscriptions subscriptions = views.subscriptions();
    for (BacklogRecord subscription : subscriptions.logs().of(MessageKey.backlog(key))) {
      remove(MessageKey.in(subscription.id(), key), changes);
    }
    boolean unwanted = subscriptions.settled(key);
    changedCounts.remove(key);
    if (!views.counts().isEmpty() && views.counts().remove(key) != null) {
      removedCounts.add(key);
    }
    if (unwanted) {
      long logKey = subscriptions.logs().logKey(key);
      if (changes.added.remove(logKey) == null) {
        changes.removed.add(logKey);
      }
    }
  }

  private void count(long key, int count) {
    if (views.subscriptions().waits(key)) {
      views.counts().put(key, count);
      changedCounts.put(key, count);
      removedCounts.remove(key);
    }
  }

  private void drop(int backlog) throws SQLException {
    Subscriptions subscriptions = views.subscriptions();
    BacklogRecord gone = subscriptions.logs().subscription(backlog);
    ArrivalRanges waiting = subscriptions.dropped(backlog);
    if (waiting != null) {
      views.counts().keySet().removeIf(key -> MessageKey.backlog(key) == backlog);
      changedCounts.keySet().removeIf(key -> MessageKey.backlog(key) == backlog);
      table.saveRanges(backlog, waiting);
      dropped.put(backlog, new Dropped(gone.subscription().log(), waiting));
      if (!gone.equals(known.get(backlog))) {
        // It began in this group: no row tells of it, by which it could be found again.
        sweepWhole(backlog);
      }
    }
  }

  /** The transaction is rolled back: what is known is what the tables have. */
  void rolledBack() throws SQLException {
    group = null;
    changedCounts.clear();
    removedCounts.clear();
    load();
  }

  private void sweepWhole(int subscription) throws SQLException {
    boolean more;
    do {
      more = sweepPart(subscription);
    } while (more);
  }

  /**
   * Takes away a part of what only a dropped subscription wanted, within the transaction of the
   * connection.
   *
   * @return whether there is more to do; false for a backlog that is no dropped subscription
   */
  boolean sweepPart(int subscription) throws SQLException {
    Dropped gone = dropped.get(subscription);
    if (gone == null) {
      return false;
    }
    ArrivalRanges.Range range = gone.waiting().lowest();
    if (range == null) {
      table.forget(subscription);
      dropped.remove(subscription);
      return false;
    }
    long last = Math.min(range.last(), range.first() + SWEPT_AT_ONCE - 1);
    sweep(gone.log(), new ArrivalRanges.Range(range.first(), last));
    for (long arrival = range.first(); arrival <= last; arrival++) {
      gone.waiting().remove(arrival);
    }
    table.saveRanges(subscription, gone.waiting());
    return true;
  }

  private void sweep(int log, ArrivalRanges.Range range) throws SQLException {
    BacklogRecord live = known.get(log);
    boolean isLog = live != null && live.isLog();
    TreeSet<Long> unwanted = new TreeSet<>();
    for (int priority = HIGHEST_PRIORITY; priority >= 0; priority--) {
      if (isLog) {
        unwanted.addAll(table.logKeys(log, priority, range));
      }
      sweepAdded(
          MessageKey.of(log, priority, range.first()), MessageKey.of(log, priority, range.last()));
    }
    unwanted.removeIf(this::isWanted);
    messages.remove(unwanted);
  }

  /** Messages that the group at work adds have no rows yet. */
  private void sweepAdded(long first, long last) {
    if (group != null && group.isOfLog(first)) {
      group.added.subMap(first, true, last, true).keySet().removeIf(key -> !isWanted(key));
    }
  }

  private boolean isWanted(long logKey) {
    return views.subscriptions().isWanted(MessageKey.backlog(logKey), MessageKey.arrival(logKey));
  }
}
