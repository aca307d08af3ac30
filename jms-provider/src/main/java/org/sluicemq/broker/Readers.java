// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The consumers of one backlog, served in turn. Guarded by the backlog's lock. */
final class Readers {

  private final List<LocalConsumer> all = new ArrayList<>();
  private int lastServed;

  void add(LocalConsumer consumer) {
    all.add(consumer);
  }

  /** Ends a consumer; false if it was ended before. */
  boolean remove(LocalConsumer consumer) {
    consumer.end();
    return all.remove(consumer);
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

  /** Whether one that waits and selects would not find the message once it rests in the store. */
  boolean isSoughtByOne(Entry entry) {
    return all.stream().anyMatch(c -> c.isHungry() && c.selects() && c.accepts(entry));
  }

  /** Whether one that takes everything has got all that there is for it in memory. */
  boolean isHeadExhausted() {
    return all.stream().anyMatch(consumer -> consumer.isHungry() && !consumer.selects());
  }

  /** One that waits and whose selector has not seen all of the store, or null. */
  LocalConsumer seeker() {
    return all.stream()
        .filter(c -> c.isHungry() && c.selects() && c.soughtTo != Long.MAX_VALUE)
        .findFirst()
        .orElse(null);
  }
}
