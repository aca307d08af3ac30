// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.List;

/**
 * Where the values of several rounds lie.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param least the least of them
 * @param most the most of them
 */
public record Spread(double median, double least, double most) {

  /**
   * The spread of some values in any order.
   *
   * @throws IllegalArgumentException when there are none
   */
  public static Spread of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("There is no median of no values");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int size = sorted.size();
    double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(size - 1));
  }
}
