// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Who follows whom in each round. Whoever comes after a contender that leaves the disk or the
 * machine in a bad state is at a disadvantage, so the order changes from round to round until
 * everybody has come after everybody else equally often (a Williams design). Stateless.
 */
final class Turns {

  private Turns() {}

  /**
   * The order of one round.
   *
   * @param round the number of the round, from 1
   */
  static List<String> of(List<String> contenders, int round) {
    int size = contenders.size();
    List<String> turns = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int zigzag = i % 2 == 0 ? i / 2 : size - (i + 1) / 2;
      turns.add(contenders.get((zigzag + round - 1) % size));
    }
    // An odd number needs every order and its reverse before all have followed all.
    if (size % 2 == 1 && round % 2 == 0) {
      Collections.reverse(turns);
    }
    return turns;
  }
}
