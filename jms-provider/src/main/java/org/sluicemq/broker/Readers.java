// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The consumers of one backlog, served in turn. Guarded by the backlog's lock. */
final class Readers {

  private final Groups groups;
  private final Runs runs;
  private final List<LocalConsumer> all = new ArrayList<>();
  private int lastServed;
  private int lastSeeker;

  Readers(Groups groups, Scheduler scheduler) {
    this.groups = groups;
    this.runs = new Runs(groups, scheduler);
  }

  void add(LocalConsumer consumer) {
    all.add(consumer);
    runs.came(all);
    groups.rebalance();
  }

  /** Ends a consumer; false if it was ended before. */
  boolean remove(LocalConsumer consumer) {
    consumer.end();
    boolean removed = all.remove(consumer);
    groups.leave(consumer);
    return removed;
  }

  /** Ends what all of them may still get; they stay registered. */
  void endAll() {
    all.forEach(LocalConsumer::end);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  int count() {
    return all.size();
  }

  /** Offers each one that takes one the next message in turn, until none can be given more. */
  void serve(Predicate<LocalConsumer> hand) {
    boolean handed;
    do {
      handed = false;
      for (int i = all.size(), next = lastServed; i > 0; i--) {
        next = next + 1 < all.size() ? next + 1 : 0;
        LocalConsumer consumer = all.get(next);
        if ((consumer.isHungry() || consumer.isInRun()) && hand.test(consumer)) {
          lastServed = next;
          handed = true;
        }
      }
    } while (handed);
    all.forEach(LocalConsumer::endRun);
  }

  /** A consumer asks for more, and may have a run of so many. */
  void asked(LocalConsumer consumer, int deliveries, int most) {
    runs.asked(consumer);
    consumer.addCredit(deliveries);
    consumer.addRun(most);
  }

  /** A message goes to a consumer. */
  void handedOut(LocalConsumer consumer, Entry entry) {
    consumer.handedOut(entry);
    runs.handedOut(consumer, entry);
  }

  /** An outstanding message is back in its place, or gone. */
  void settled(Entry entry) {
    if (entry.holder != null) {
      runs.settled(entry);
      entry.holder = null;
    }
  }

  /** Whether a consumer may have what comes first for it: also when it has something already. */
  boolean mayTake(LocalConsumer consumer, Entry entry, int ready) {
    if (consumer.isHungry()) {
      consumer.limitRun(ready / all.size());
      return true;
    }
    return runs.mayFollow(consumer, entry);
  }

  /** When to look whether somebody keeps what others wait for, or {@link Horizon#NEVER}. */
  long nextLook() {
    return all.size() > 1 ? runs.nextLook(all) : Horizon.NEVER;
  }

  /** Calls back what some have not seen for long and others wait for. */
  void recall() {
    runs.recall(all);
  }

  /** A message came to this place in memory. */
  void placed(long key) {
    all.forEach(consumer -> consumer.placed(key));
  }

  /** A message came to rest in the store. */
  void rested(Entry entry) {
    for (LocalConsumer consumer : all) {
      // What it does not want must not send it back: more of that may come than it can look at.
      if (consumer.search.passes(entry.key) && mayHave(consumer, entry)) {
        consumer.search.reopen(entry.key, entry.key);
      }
    }
  }

  /** Messages in the store from one place to another are to be looked at anew. */
  void awoken(long from, long to) {
    all.forEach(consumer -> consumer.search.reopen(from, to));
  }

  /** From this place on there may be something for a consumer that had passed it over. */
  void reopened(long key) {
    placed(key);
    awoken(key, Border.NOTHING);
  }

  /** Whether a consumer takes not simply what comes first. */
  boolean picks(LocalConsumer consumer) {
    return consumer.selects() || groups.areUsed();
  }

  /** Whether a message is for a consumer, by its selector and its group. */
  boolean mayHave(LocalConsumer consumer, Entry entry) {
    return consumer.accepts(entry) && groups.allows(consumer, entry);
  }

  /** Whether one that waits and selects would not find the message once it rests in the store. */
  boolean isSoughtByOne(Entry entry) {
    return all.stream().anyMatch(c -> c.isHungry() && picks(c) && mayHave(c, entry));
  }

  /** Whether one that takes everything has got all that there is for it in memory. */
  boolean isHeadExhausted() {
    return all.stream().anyMatch(consumer -> consumer.isHungry() && !picks(consumer));
  }

  /** One that waits and picks, and has not seen all of the store, each in its turn; or null. */
  LocalConsumer seeker() {
    for (int i = all.size(); i > 0; i--) {
      lastSeeker = lastSeeker + 1 < all.size() ? lastSeeker + 1 : 0;
      LocalConsumer consumer = all.get(lastSeeker);
      if (consumer.isHungry() && picks(consumer) && consumer.search.hasMore()) {
        return consumer;
      }
    }
    return null;
  }
}
