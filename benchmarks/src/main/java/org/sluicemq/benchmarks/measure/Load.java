// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import java.time.Duration;

/** How long producers go on. */
@FunctionalInterface
interface Load {

  /**
   * Whether a producer sends another unit of work.
   *
   * @param sent the messages it has sent
   * @param elapsedNanos the time since all producers began
   */
  boolean goesOn(int sent, long elapsedNanos);

  /** Until the time is over. */
  static Load lasting(Duration time) {
    long nanos = time.toNanos();
    return (sent, elapsedNanos) -> elapsedNanos < nanos;
  }

  /** Until that many messages in all have been sent, the same number by each producer. */
  static Load of(int messages, int producers) {
    int each = messages / producers;
    return (sent, elapsedNanos) -> sent < each;
  }
}
