// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.figures;

import java.time.Instant;

/**
 * Counts events by the second over a window that moves with time. Thread-safe: its own monitor
 * guards the counts.
 */
final class RateSeries {

  private final int[] counts;
  private final long[] seconds;

  RateSeries(int windowSeconds) {
    counts = new int[windowSeconds];
    seconds = new long[windowSeconds];
  }

  synchronized void add(Instant when, int count) {
    long second = when.getEpochSecond();
    int slot = slot(second);
    if (seconds[slot] < second) {
      seconds[slot] = second;
      counts[slot] = 0;
    }
    if (seconds[slot] == second) {
      counts[slot] += count;
    }
  }

  /** The counts of the whole seconds before a moment, oldest first. */
  synchronized int[] before(Instant now) {
    int[] series = new int[counts.length - 1];
    long first = now.getEpochSecond() - series.length;
    for (int i = 0; i < series.length; i++) {
      int slot = slot(first + i);
      series[i] = seconds[slot] == first + i ? counts[slot] : 0;
    }
    return series;
  }

  private int slot(long second) {
    return Math.floorMod(second, counts.length);
  }
}
