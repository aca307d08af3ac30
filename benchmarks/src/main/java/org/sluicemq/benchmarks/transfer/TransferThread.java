// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import org.sluicemq.benchmarks.measure.Latencies;

/** Makes one transaction after the other until its time is over, at least one. */
final class TransferThread implements Callable<TransferThread> {

  private final Transfer transfer;
  private final CyclicBarrier start;
  private final long nanos;
  private final Latencies latencies = new Latencies();
  private int made;
  private long startedNanos;
  private long endedNanos;

  TransferThread(Transfer transfer, CyclicBarrier start, long nanos) {
    this.transfer = transfer;
    this.start = start;
    this.nanos = nanos;
  }

  @Override
  public TransferThread call() throws Exception {
    start.await();
    startedNanos = System.nanoTime();
    long now = startedNanos;
    do {
      transfer.make(made);
      made++;
      long committed = System.nanoTime();
      latencies.record(committed - now);
      now = committed;
    } while (now - startedNanos < nanos);
    endedNanos = now;
    return this;
  }

  Latencies latencies() {
    return latencies;
  }

  int made() {
    return made;
  }

  long startedNanos() {
    return startedNanos;
  }

  long endedNanos() {
    return endedNanos;
  }
}
