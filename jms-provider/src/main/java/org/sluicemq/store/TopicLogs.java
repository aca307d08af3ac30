// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which subscriptions the logs of topics have. Changed by one owner at a time; read by any thread.
 */
public final class TopicLogs {

  private final Map<Integer, BacklogRecord> subscriptions = new ConcurrentHashMap<>();
  private final Map<Integer, List<BacklogRecord>> byLog = new ConcurrentHashMap<>();

  /** Begins with none. */
  public TopicLogs() {}

  /**
   * Notes a backlog that was created, if it is a subscription.
   *
   * @param backlog the backlog
   */
  public void created(BacklogRecord backlog) {
    dropped(backlog.id());
    if (backlog.subscription() != null) {
      subscriptions.put(backlog.id(), backlog);
      List<BacklogRecord> all = new ArrayList<>(of(backlog.subscription().log()));
      all.add(backlog);
      byLog.put(backlog.subscription().log(), List.copyOf(all));
    }
  }

  /**
   * Notes that a backlog was dropped.
   *
   * @param id its number
   */
  public void dropped(int id) {
    BacklogRecord gone = subscriptions.remove(id);
    if (gone != null) {
      int log = gone.subscription().log();
      byLog.put(log, of(log).stream().filter(other -> other.id() != id).toList());
    }
  }

  /**
   * Whether there is no subscription at all.
   *
   * @return true while there is none
   */
  public boolean isEmpty() {
    return subscriptions.isEmpty();
  }

  /** Forgets all of them. */
  public void clear() {
    subscriptions.clear();
    byLog.clear();
  }

  /**
   * The subscription with a number.
   *
   * @param id the number
   * @return the subscription, or null when the number is that of no subscription
   */
  public BacklogRecord subscription(int id) {
    return subscriptions.isEmpty() ? null : subscriptions.get(id);
  }

  /**
   * The subscriptions of a log.
   *
   * @param log the log's number
   * @return an immutable list, the same object until one comes or goes
   */
  public List<BacklogRecord> of(int log) {
    return byLog.getOrDefault(log, List.of());
  }

  /**
   * The log's key for a message that a subscription sees.
   *
   * @param viewKey the subscription's key
   * @return the log's key, or 0 when there is no such subscription
   */
  public long logKey(long viewKey) {
    BacklogRecord subscription = subscription(MessageKey.backlog(viewKey));
    return subscription == null ? 0 : MessageKey.in(subscription.subscription().log(), viewKey);
  }
}
