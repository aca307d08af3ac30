// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What the consumers of one backlog were given in advance, and who is asked to give it back when
 * another waits and would take it. A consumer asks for more when it has seen all that it was given;
 * until then all but the first that it has not settled may be unseen. Guarded by the backlog's
 * lock.
 */
final class Recalls {

  private final Groups groups;
  private long handOuts;

  Recalls(Groups groups) {
    this.groups = groups;
  }

  /** A consumer gives credit: it has seen all that it was given. */
  void asked(LocalConsumer consumer) {
    consumer.ahead.forEach(entry -> entry.holder = null);
    consumer.ahead.clear();
    consumer.recalled = false;
    if (!consumer.isHungry()) {
      consumer.lookedTo = 0;
    }
  }

  void handedOut(LocalConsumer consumer, Entry entry) {
    entry.holder = consumer;
    entry.handOut = ++handOuts;
    consumer.ahead.add(entry);
  }

  /** A message is back in its place, or gone. */
  void settled(Entry entry) {
    if (entry.holder != null) {
      entry.holder.ahead.remove(entry);
      entry.holder = null;
    }
  }

  /**
   * Asks those who hold something for a consumer that waits in vain.
   *
   * @param executor calls them, later and without the lock
   */
  void recall(List<LocalConsumer> consumers, Executor executor) {
    for (LocalConsumer waiting : consumers) {
      if (waiting.isHungry() && waiting.lookedTo < handOuts) {
        for (LocalConsumer other : consumers) {
          if (other != waiting && !other.recalled && holdsForOther(other, waiting)) {
            other.recalled = true;
            executor.execute(other::recall);
          }
        }
        waiting.lookedTo = handOuts;
      }
    }
  }

  private boolean holdsForOther(LocalConsumer holder, LocalConsumer waiting) {
    Iterator<Entry> latestFirst = holder.ahead.descendingIterator();
    while (latestFirst.hasNext()) {
      Entry entry = latestFirst.next();
      boolean first = !latestFirst.hasNext();
      if (first || entry.handOut <= waiting.lookedTo) {
        return false;
      }
      if (waiting.accepts(entry) && groups.mayMove(entry)) {
        return true;
      }
    }
    return false;
  }
}
