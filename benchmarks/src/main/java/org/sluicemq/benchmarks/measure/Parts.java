// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * A number of messages that several producers send together, timed part by part. Producers take
 * their work from it unit by unit, so that all of them go on until the end. Thread-safe.
 */
final class Parts {

  private final int all;
  private final int partSize;
  private final IntConsumer progress;
  private final List<Long> ends = new ArrayList<>();
  private int taken;
  private int done;

  /** Parts of that size; the listener is told how many are done when one more is. */
  Parts(int all, int partSize, IntConsumer progress) {
    this.all = all;
    this.partSize = partSize;
    this.progress = progress;
  }

  /** Whether the caller is to send one more unit; the clock starts with the first. */
  synchronized boolean take(int unit) {
    if (ends.isEmpty()) {
      ends.add(System.nanoTime());
    }
    boolean left = taken < all;
    taken += left ? unit : 0;
    return left;
  }

  /** Counts a unit that is durable. */
  void committed(int unit) {
    int parts = count(unit);
    if (parts > 0) {
      progress.accept(parts);
    }
  }

  /** The number of parts that are done if this unit was the last of one, otherwise 0. */
  private synchronized int count(int unit) {
    done += unit;
    if (done % partSize != 0) {
      return 0;
    }
    ends.add(System.nanoTime());
    return done / partSize;
  }

  /** Messages a second in each part that is done. */
  synchronized List<Double> perSecond() {
    List<Double> rates = new ArrayList<>();
    for (int i = 1; i < ends.size(); i++) {
      rates.add(Figures.perSecond(partSize, ends.get(i) - ends.get(i - 1)));
    }
    return rates;
  }
}
