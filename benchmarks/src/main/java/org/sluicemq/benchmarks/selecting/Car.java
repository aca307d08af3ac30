// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.selecting;

import java.util.ArrayList;
import java.util.List;

/**
 * What a message is about, as far as a selector can see.
 *
 * @param name a string property
 * @param color a string property; null when the message has none
 * @param weight an int property
 * @param price a double property
 * @param sold a boolean property
 * @param priority the priority of the message
 */
record Car(String name, String color, int weight, double price, boolean sold, int priority) {
  private static final String[] COLORS = {"blue", "red", "green", null, "yellow"};

  /** As many different cars as are needed for no branch to be always the same. */
  static List<Car> fleet(int count) {
    List<Car> fleet = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int mixed = i * 7919 % 1009;
      fleet.add(
          new Car(
              "car-" + mixed,
              COLORS[mixed % COLORS.length],
              1_000 + 3 * mixed,
              9_999.5 + 20 * mixed,
              mixed % 3 == 0,
              mixed % 10));
    }
    return fleet;
  }
}
