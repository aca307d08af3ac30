// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Latencies of one thread in nanoseconds, to three digits. Owned by that thread until it has ended.
 */
public final class Latencies {

  private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);

  private final Histogram histogram = new Histogram(LONGEST, 3);

  /** None yet. */
  public Latencies() {}

  /** Takes one. */
  public void record(long nanos) {
    histogram.recordValue(Math.min(LONGEST, Math.max(0, nanos)));
  }

  /** The median and the 99th percentile over the latencies of all threads. */
  public static Percentiles merged(List<Latencies> parts) {
    Histogram all = new Histogram(LONGEST, 3);
    parts.forEach(part -> all.add(part.histogram));
    return new Percentiles(
        all.getValueAtPercentile(50) / 1_000.0, all.getValueAtPercentile(99) / 1_000.0);
  }
}
