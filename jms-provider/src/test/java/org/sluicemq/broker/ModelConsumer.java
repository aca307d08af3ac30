// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.List;

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
  boolean open = true;

  ModelConsumer(String name, Choice choice) {
    this.name = name;
    this.choice = choice;
  }

  @Override
  public String toString() {
    return name + " " + choice + " credit " + credit;
  }
}
