// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The consumers of one backlog, served in turn. Guarded by the backlog's lock. */
final class Readers {

  private final Groups groups;
  private final List<LocalConsumer> all = new ArrayList<>();
  private int lastServed;

  Readers(Groups groups) {
    this.groups = groups;
  }

  void add(LocalConsumer consumer) {
    all.add(consumer);
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

  /** Offers each one with credit the next message in turn, until none can be given more. */
  void serve(Predicate<LocalConsumer> hand) {
    boolean handed;
    do {
      handed = false;
      for (int i = all.size(), next = lastServed; i > 0; i--) {
        next = next + 1 < all.size() ? next + 1 : 0;
        LocalConsumer consumer = all.get(next);
        if (consumer.isHungry() && hand.test(consumer)) {
          lastServed = next;
          handed = true;
        }
      }
    } while (handed);
  }

  /** A message came to this place in memory. */
  void placed(long key) {
    all.forEach(consumer -> consumer.placed(key));
  }

  /** A message came to rest in the store at this place. */
  void rested(long key) {
    all.forEach(consumer -> consumer.rested(key));
  }

  /** From this place on there may be something for a consumer that had passed it over. */
  void reopened(long key) {
    placed(key);
    rested(key);
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

  /** One that waits and picks, and has not seen all of the store, or null. */
  LocalConsumer seeker() {
    return all.stream()
        .filter(c -> c.isHungry() && picks(c) && c.soughtTo != Long.MAX_VALUE)
        .findFirst()
        .orElse(null);
  }
}
