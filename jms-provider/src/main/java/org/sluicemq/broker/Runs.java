// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.List;

/**
 * What the consumers of one backlog were given in advance. One that has seen all that it was given
 * may ask for a <em>run</em>: the next message, and what is there together with it, up to its share
 * of what waits, so that the last messages are spread evenly. A run ends when it is handed out:
 * nothing comes to a consumer that has something in hand.
 *
 * <p>The first message of a run that is not settled may be in hand; those behind it may be unseen.
 * They are called back when their consumer is at that run for long: soon when one waits and they
 * are new for all others that would take them, which costs nothing; late when such others have come
 * past them, since to those they come as redelivered. As long as somebody waits it is looked again
 * and again whether it can be soon. Guarded by the backlog's lock.
 */
final class Runs {

  /** For how long a run is left to its consumer while one waits and it is new for all, in ms. */
  static final long PATIENCE = 250;

  /** For how long it is left to its consumer in any case when there are others, in ms. */
  static final long MOST_PATIENCE = 5000;

  /** A run was called back as soon as patience allowed; what of it is old for others was not. */
  private static final int SOON = 1;

  /** A run was called back for good, or nobody else wants anything of it. */
  private static final int LATE = 2;

  /** What a run may hold in memory; its first message may be larger. */
  static final long BYTES = 256 << 10;

  private final Groups groups;
  private final Scheduler scheduler;

  Runs(Groups groups, Scheduler scheduler) {
    this.groups = groups;
    this.scheduler = scheduler;
  }

  /** A consumer asks for more: it has seen all that it was given. */
  void asked(LocalConsumer consumer) {
    consumer.run.clear();
    consumer.runBytes = 0;
    consumer.recalls = 0;
  }

  /** A consumer has come, for whom all runs are new. */
  void came(List<LocalConsumer> consumers) {
    for (LocalConsumer consumer : consumers) {
      consumer.recalls = 0;
      consumer.runLookedAt = consumer.runSince;
    }
  }

  /** Whether a message may follow what was handed out in this run. */
  boolean mayFollow(LocalConsumer consumer, Entry entry) {
    // What may get too old stays where that is noticed.
    return entry.envelope.expiration() == 0 && consumer.runBytes + entry.envelope.size() <= BYTES;
  }

  void handedOut(LocalConsumer consumer, Entry entry) {
    if (consumer.run.isEmpty()) {
      consumer.runSince = scheduler.now();
      consumer.runLookedAt = consumer.runSince;
    }
    consumer.run.add(entry);
    consumer.runBytes += entry.envelope.size();
  }

  /** A message is back in its place, or gone. */
  void settled(Entry entry) {
    entry.holder.run.remove(entry);
  }

  /** When to look whether a run must be called back, or {@link Horizon#NEVER}. */
  long nextLook(List<LocalConsumer> consumers) {
    boolean waits = false;
    long first = Horizon.NEVER;
    long firstOfAll = Horizon.NEVER;
    for (LocalConsumer consumer : consumers) {
      waits |= consumer.isHungry();
      if (consumer.run.size() > 1 && consumer.recalls < LATE) {
        long late = consumer.runSince + MOST_PATIENCE;
        long soon = consumer.recalls < SOON ? consumer.runLookedAt + PATIENCE : late;
        first = Math.min(first, Math.min(soon, late));
        firstOfAll = Math.min(firstOfAll, late);
      }
    }
    return waits ? first : firstOfAll;
  }

  /** Asks those who have been at a run for too long to give back what is for others. */
  void recall(List<LocalConsumer> consumers) {
    long now = scheduler.now();
    for (LocalConsumer holder : consumers) {
      boolean late = holder.runSince + MOST_PATIENCE <= now;
      boolean soon = holder.runLookedAt + PATIENCE <= now;
      int due = late ? LATE : soon ? SOON : 0;
      if (holder.run.size() > 1 && holder.recalls < due) {
        // In vain now, maybe not in a while: another may begin to wait, or one that is past leave.
        holder.runLookedAt = now;
        boolean forOthers = isForOthers(holder, consumers, late);
        holder.recalls = late || forOthers ? due : holder.recalls;
        if (forOthers) {
          scheduler.execute(holder::recall);
        }
      }
    }
  }

  private boolean isForOthers(LocalConsumer holder, List<LocalConsumer> consumers, boolean late) {
    List<LocalConsumer> others = consumers.stream().filter(c -> c != holder).toList();
    List<Entry> unseen = holder.run.stream().skip(1).filter(groups::mayMove).toList();
    if (!late && unseen.stream().anyMatch(e -> others.stream().anyMatch(c -> c.isTooLateFor(e)))) {
      return false;
    }
    return unseen.stream()
        .anyMatch(e -> others.stream().anyMatch(c -> (late || c.isHungry()) && c.accepts(e)));
  }
}
