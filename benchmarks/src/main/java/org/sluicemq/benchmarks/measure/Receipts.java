// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How far all consumers together have come. Thread-safe. It also publishes the consumers' books:
 * what a consumer wrote before it counted a receipt is seen by whoever has seen the count.
 */
final class Receipts {

  private final AtomicLong count = new AtomicLong();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  void add() {
    count.incrementAndGet();
  }

  void fail(Throwable cause) {
    failure.compareAndSet(null, cause);
    synchronized (this) {
      notifyAll();
    }
  }

  long count() {
    return count.get();
  }

  /** Throws what a consumer has reported. */
  void throwFailure() throws Exception {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("A consumer failed: " + cause.getMessage(), cause);
    }
  }

  /**
   * Waits until that many receipts have been counted, or none has come for so long that none will.
   *
   * @param stallNanos how long to wait without any progress
   */
  void await(long expected, long stallNanos) throws Exception {
    long seen = count.get();
    long since = System.nanoTime();
    while (seen < expected && System.nanoTime() - since < stallNanos) {
      throwFailure();
      synchronized (this) {
        wait(1);
      }
      long now = count.get();
      if (now != seen) {
        seen = now;
        since = System.nanoTime();
      }
    }
    throwFailure();
  }
}
