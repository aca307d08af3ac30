// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.store.MessageKey;

/**
 * How far one consumer has come in its backlog, for each priority: what it was given and has not
 * given back unseen. A message that came back unseen from one consumer must not come to another
 * that is past it as if it were new, since the messages of a producer come in order but for
 * redelivered ones. Guarded by the backlog's lock.
 */
final class Progress {

  private static final int PRIORITIES = 10;

  private final long[] furthest = new long[PRIORITIES];

  /** Whether a later message of the same priority was given to the consumer. */
  boolean isPast(Entry entry) {
    return entry.key < furthest[MessageKey.priority(entry.key)];
  }

  void handedOut(Entry entry) {
    int priority = MessageKey.priority(entry.key);
    entry.cameAfter = furthest[priority];
    furthest[priority] = Math.max(furthest[priority], entry.key);
  }

  /** A message was not seen. Of several, what was handed out last is told first. */
  void unseen(Entry entry) {
    int priority = MessageKey.priority(entry.key);
    if (furthest[priority] == entry.key) {
      furthest[priority] = entry.cameAfter;
    }
  }
}
