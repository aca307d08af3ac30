// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import org.sluicemq.store.ArrivalRanges;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.MessageKey;

/**
 * A walk over the rows of a range of keys: all of them, or those that wait for a subscription, with
 * leaps over what does not. Used by the reading thread and thrown away.
 */
final class MessageWalk {

  private static final int LOWEST_RANK = 9;

  private final TopicWriter.Views views;
  private final int subscription;
  private final int log;
  private final ArrivalRanges waiting;
  private final long after;
  private final long upTo;
  private int passedOver;
  private int shown;

  /** A walk over the rows themselves, or over a subscription's view of them. */
  static MessageWalk over(TopicWriter.Views views, long afterKey, long upToKey) {
    int backlog = MessageKey.backlog(upToKey);
    BacklogRecord record = views.subscriptions().logs().subscription(backlog);
    ArrivalRanges waiting = record == null ? null : views.subscriptions().waiting(backlog);
    if (waiting == null) {
      return new MessageWalk(views, backlog, backlog, null, afterKey, upToKey);
    }
    int log = record.subscription().log();
    long after = Math.max(afterKey, MessageKey.before(backlog));
    return new MessageWalk(
        views, backlog, log, waiting, MessageKey.in(log, after), MessageKey.in(log, upToKey));
  }

  private MessageWalk(
      TopicWriter.Views views,
      int subscription,
      int log,
      ArrivalRanges waiting,
      long after,
      long upTo) {
    this.views = views;
    this.subscription = subscription;
    this.log = log;
    this.waiting = waiting;
    this.after = after;
    this.upTo = upTo;
  }

  /** After which row to begin. */
  long begin() {
    return leap(after);
  }

  /** The last key of a row that may be shown. */
  long end() {
    return upTo;
  }

  /** How many rows to ask for: few, while most of them are not for this walk. */
  int step(int wanted) {
    int step = passedOver > shown ? Math.min(wanted, 1 + shown) : wanted;
    passedOver = 0;
    shown = 0;
    return step;
  }

  /** After a row, the key after which the next that may be shown comes; the end if none does. */
  long leap(long rowKey) {
    if (waiting == null) {
      return rowKey;
    }
    int rank = LOWEST_RANK - MessageKey.priority(rowKey);
    long arrival = waiting.next(MessageKey.arrival(rowKey) + 1);
    if (arrival == 0) {
      rank++;
      arrival = waiting.next(1);
    }
    return arrival == 0 || rank > LOWEST_RANK
        ? upTo
        : Math.min(upTo, MessageKey.of(log, LOWEST_RANK - rank, arrival) - 1);
  }

  /** The key under which a row is shown; 0 when it is not. */
  long keyOf(long rowKey) {
    if (waiting == null) {
      return rowKey;
    }
    boolean shows = waiting.contains(MessageKey.arrival(rowKey));
    passedOver += shows ? 0 : 1;
    shown += shows ? 1 : 0;
    return shows ? MessageKey.in(subscription, rowKey) : 0;
  }

  /** The delivery count that goes with a key. */
  int count(long shownKey, int countOfRow) {
    return waiting == null ? countOfRow : views.count(shownKey);
  }
}
