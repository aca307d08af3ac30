// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import java.util.concurrent.TimeUnit;

/**
 * How much credit a listener asks for: one at first, twice as much at each refill as long as that
 * would be handled within a short time, and less at once when handling has become slow. It grows
 * only while messages are waiting: who waits for messages gains nothing by asking for many. Guarded
 * by the lock of the {@link SessionFlow}.
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
   * @return whether this alone took longer than all that is asked for at once should take
   */
  boolean handled(long nanos) {
    boolean slow = nanos > BUDGET;
    mean = slow || mean < 0 ? nanos : mean + (nanos - mean) / SMOOTHING;
    return slow;
  }

  /** How much to ask for now. */
  int next() {
    double affordable = BUDGET / Math.max(1, mean);
    last = (int) Math.max(1, Math.min(Math.min(2 * last, MOST), affordable));
    return last;
  }

  /** Begins at one again: there was less than asked for, or it went back. */
  void restart() {
    last = 0;
  }
}
