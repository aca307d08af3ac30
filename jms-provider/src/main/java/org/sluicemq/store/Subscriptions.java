// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which messages of the topics' logs wait for which subscriptions, as every store that rests counts
 * them. A message waits for the subscriptions that are there when it is added, began before it and
 * did not settle it in the same batch.
 *
 * <p>Changed by one owner; read by any thread.
 */
public final class Subscriptions {

  private final TopicLogs logs = new TopicLogs();
  private final Map<Integer, ArrivalRanges> waiting = new ConcurrentHashMap<>();

  /** View keys that the current batch settles although nothing waits there, or not yet. */
  private final Set<Long> settledAhead = new HashSet<>();

  /** Begins with none. */
  public Subscriptions() {}

  /**
   * Which subscriptions there are.
   *
   * @return the live table, to be read only
   */
  public TopicLogs logs() {
    return logs;
  }

  /**
   * What waits for a subscription.
   *
   * @param subscription its number
   * @return the live set, or null when there is no such subscription
   */
  public ArrivalRanges waiting(int subscription) {
    return waiting.get(subscription);
  }

  /** The next batch begins. */
  public void beginBatch() {
    settledAhead.clear();
  }

  /**
   * Takes a backlog that is new, or found in a store, if it is a subscription.
   *
   * @param backlog the backlog
   */
  public void created(BacklogRecord backlog) {
    if (!backlog.equals(logs.subscription(backlog.id()))) {
      logs.created(backlog);
      if (backlog.subscription() != null) {
        waiting.put(backlog.id(), new ArrivalRanges());
      }
    }
  }

  /**
   * Ends a subscription.
   *
   * @param id the number of a backlog
   * @return what waited for it, or null when it was no subscription
   */
  public ArrivalRanges dropped(int id) {
    logs.dropped(id);
    return waiting.remove(id);
  }

  /**
   * Settles a message for one subscription.
   *
   * @param viewKey the subscription's key
   * @return whether it waited there and now waits for no other
   */
  public boolean settled(long viewKey) {
    BacklogRecord subscription = logs.subscription(MessageKey.backlog(viewKey));
    if (subscription == null) {
      return false;
    }
    long arrival = MessageKey.arrival(viewKey);
    if (!waiting.get(subscription.id()).remove(arrival)) {
      settledAhead.add(viewKey);
      return false;
    }
    return !isWanted(subscription.subscription().log(), arrival);
  }

  /**
   * Takes a message into a log.
   *
   * @param logKey the log's key
   * @return whether it waits for anybody
   */
  public boolean added(long logKey) {
    long arrival = MessageKey.arrival(logKey);
    boolean wanted = false;
    for (BacklogRecord subscription : logs.of(MessageKey.backlog(logKey))) {
      if (subscription.subscription().start() < arrival
          && (settledAhead.isEmpty()
              || !settledAhead.contains(MessageKey.in(subscription.id(), logKey)))) {
        waiting.get(subscription.id()).add(arrival);
        wanted = true;
      }
    }
    return wanted;
  }

  /**
   * Whether a message of a log waits for anybody.
   *
   * @param log the log's number
   * @param arrival the message's arrival
   * @return true if it does
   */
  public boolean isWanted(int log, long arrival) {
    List<BacklogRecord> all = logs.of(log);
    for (BacklogRecord subscription : all) {
      if (waiting.get(subscription.id()).contains(arrival)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a key is that of a message that waits for a subscription.
   *
   * @param viewKey the subscription's key
   * @return true if it waits
   */
  public boolean waits(long viewKey) {
    ArrivalRanges ranges = waiting.get(MessageKey.backlog(viewKey));
    return ranges != null && ranges.contains(MessageKey.arrival(viewKey));
  }

  /**
   * The highest arrival that subscriptions of a log know of, which no later message may have.
   *
   * @param log the log's number
   * @param marks the delivered marks of backlogs
   * @return the number, 0 when there is none
   */
  public long highestArrival(int log, Map<Integer, Long> marks) {
    long highest = 0;
    for (BacklogRecord subscription : logs.of(log)) {
      highest = Math.max(highest, subscription.subscription().start());
      highest = Math.max(highest, waiting.get(subscription.id()).highest());
      highest = Math.max(highest, marks.getOrDefault(subscription.id(), 0L));
    }
    return highest;
  }

  /**
   * All that waits, by subscription.
   *
   * @return the numbers of the subscriptions
   */
  public Collection<Integer> numbers() {
    return Set.copyOf(waiting.keySet());
  }
}
