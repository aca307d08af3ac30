// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.sluicemq.benchmarks.workload.Workload;

/**
 * Bounds how far producers may run ahead of consumers, the same for every contender, so that a row
 * measures a flow and not the growth of a backlog. Thread-safe; taken and given back in strides,
 * because a permit for every message would be part of what is measured.
 */
final class Window {

  static final int STRIDE = 64;

  private static final long LONGEST_WAIT_SECONDS = 60;

  private final Semaphore permits;

  private final int copies;

  private Window(int permits, int copies) {
    this.permits = new Semaphore(permits);
    this.copies = copies;
  }

  /**
   * A window for messages of which so many copies are received, each of which must come before the
   * producer goes on.
   */
  static Window bounded(int copies) {
    return new Window(Workload.MOST_OUTSTANDING * copies, copies);
  }

  static Window unbounded() {
    return new Window(Integer.MAX_VALUE, 1);
  }

  /** Called before the message of that number is sent. */
  void beforeSend(int sequence) throws InterruptedException {
    if (sequence % STRIDE == 0
        && !permits.tryAcquire(STRIDE * copies, LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "Consumers have received nothing for "
              + LONGEST_WAIT_SECONDS
              + " s while more than "
              + Workload.MOST_OUTSTANDING
              + " messages wait");
    }
  }

  /** Called after a consumer has received so many messages in all. */
  void afterReceive(long count) {
    if (count % STRIDE == 0) {
      permits.release(STRIDE);
    }
  }
}
