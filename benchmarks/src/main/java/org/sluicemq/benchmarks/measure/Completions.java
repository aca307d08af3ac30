// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import jakarta.jms.CompletionListener;
import jakarta.jms.Message;
import java.util.concurrent.TimeUnit;

/**
 * The asynchronous sends of one producer that are not done yet. Thread-safe; a session calls its
 * listeners one at a time, so the latencies have one writer at a time too.
 */
final class Completions {

  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Latencies latencies;
  private int begun;
  private int done;
  private Exception failure;

  Completions(Latencies latencies) {
    this.latencies = latencies;
  }

  /** The listener of a send that began at that time. */
  CompletionListener begin(long beganNanos) {
    synchronized (this) {
      begun++;
    }
    return new CompletionListener() {
      @Override
      public void onCompletion(Message message) {
        done(beganNanos, null);
      }

      @Override
      public void onException(Message message, Exception exception) {
        done(beganNanos, exception);
      }
    };
  }

  private synchronized void done(long beganNanos, Exception exception) {
    latencies.record(System.nanoTime() - beganNanos);
    done++;
    if (exception != null && failure == null) {
      failure = exception;
    }
    if (done == begun) {
      notifyAll();
    }
  }

  /** Waits until every send that was begun is done, and throws what one of them has reported. */
  synchronized void await() throws Exception {
    long end = System.nanoTime() + LONGEST_WAIT_NANOS;
    while (done < begun) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new IllegalStateException(
            (begun - done) + " asynchronous sends were never completed");
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    if (failure != null) {
      throw new IllegalStateException("An asynchronous send failed", failure);
    }
  }
}
