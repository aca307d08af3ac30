// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import java.util.concurrent.CountDownLatch;

/**
 * What the producers of one phase share: the common start, when to stop, and how far they may run
 * ahead. Thread-safe.
 */
final class SendingPhase {

  private final Load load;
  private final Window window;
  private final CountDownLatch start = new CountDownLatch(1);
  private volatile long startedNanos;

  SendingPhase(Load load, Window window) {
    this.load = load;
    this.window = window;
  }

  Window window() {
    return window;
  }

  void begin() {
    startedNanos = System.nanoTime();
    start.countDown();
  }

  void awaitStart() throws InterruptedException {
    start.await();
  }

  long startedNanos() {
    return startedNanos;
  }

  /** Whether a producer that has sent so many messages sends another unit of work. */
  boolean goesOn(int sent) {
    return load.goesOn(sent, System.nanoTime() - startedNanos);
  }

  /** Whether a unit of work that has begun may take one more message. */
  boolean fillsUnit(int sent) {
    return load.goesOn(sent, 0);
  }
}
