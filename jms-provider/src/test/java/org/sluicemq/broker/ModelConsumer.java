// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A consumer as the model knows it, with what it holds. */
final class ModelConsumer {

  /** What it selects: by the number of a message. */
  enum Choice {
    ALL(null),
    SMALL("n < 5"),
    LARGE("n >= 5");

    final String selector;

    Choice(String selector) {
      this.selector = selector;
    }

    boolean wants(int number) {
      return this == ALL || (this == SMALL) == number < 5;
    }
  }

  final String name;
  final Choice choice;
  final List<Delivery> held = new ArrayList<>();
  BrokerConsumer source;
  int credit;

  /** How many more may come together with the one it waits for. */
  int more;

  boolean open = true;

  ModelConsumer(String name, Choice choice) {
    this.name = name;
    this.choice = choice;
  }

  /** What it was given and has not given back unseen, since it came. */
  final List<ModelMessage> seen = new ArrayList<>();

  /** All that it was ever given. */
  final Set<ModelMessage> given = new HashSet<>();

  boolean wants() {
    return credit + more > 0;
  }

  void got(ModelMessage message) {
    more -= credit > 0 ? 0 : 1;
    credit -= credit > 0 ? 1 : 0;
    seen.add(message);
    given.add(message);
  }

  /** Whether it ever had a later message of the same priority. */
  boolean wasPast(ModelMessage message) {
    return isPast(message, given);
  }

  /** Whether it has seen a message that comes after another one of the same priority. */
  boolean isPast(ModelMessage message) {
    return isPast(message, seen);
  }

  private static boolean isPast(ModelMessage message, Collection<ModelMessage> those) {
    return those.stream()
        .anyMatch(
            later ->
                later.envelope.priority() == message.envelope.priority()
                    && later.arrival > message.arrival);
  }

  @Override
  public String toString() {
    return name + " " + choice + " credit " + credit;
  }
}
