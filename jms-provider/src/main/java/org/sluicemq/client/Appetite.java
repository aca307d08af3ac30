// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import java.util.concurrent.TimeUnit;

/**
 * How many messages the listeners of a session ask for at once: one at first, twice as many at each
 * refill as long as they would be handled within a short time, and less at once when handling has
 * become slow. Guarded by the lock of the {@link SessionFlow}.
 */
final class Appetite {

  /** However fast a listener is, it does not ask for more. */
  static final int MOST = 64;

  /** What is asked for is to be handled in this time, in nanoseconds. */
  static final long BUDGET = TimeUnit.MILLISECONDS.toNanos(4);

  private static final int SMOOTHING = 8;

  private int last;
  private double mean = -1;

  /**
   * A message was handled, and acknowledged if that was its fate.
   *
   * @param nanos how long it took
   */
  void handled(long nanos) {
    boolean slow = nanos > BUDGET;
    mean = slow || mean < 0 ? nanos : mean + (nanos - mean) / SMOOTHING;
    if (slow) {
      last = 0;
    }
  }

  /**
   * How many to ask for now.
   *
   * @param listeners how many consumers the thread serves that handles the messages
   */
  int next(int listeners) {
    double affordable = mean < 0 ? 1 : BUDGET / Math.max(1, mean) / Math.max(1, listeners);
    last = (int) Math.max(1, Math.min(Math.min(2 * last, MOST), affordable));
    return last;
  }

  /** Begins at one again: what was asked for went back. */
  void restart() {
    last = 0;
  }
}
