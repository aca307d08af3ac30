// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.sluicemq.benchmarks.measure.Figures;
import org.sluicemq.benchmarks.measure.Percentiles;
import org.sluicemq.benchmarks.round.Measurement;
import org.sluicemq.benchmarks.round.RoundPlan;
import org.sluicemq.benchmarks.workload.Workloads;

/** Results made up for tests; no contender was ever that fast or slow. */
final class Samples {

  static final Conditions CONDITIONS =
      new Conditions(
          new Machine("a processor", 2, 2048, "a file system", "an OS", "a JVM", 0.5),
          LocalDate.of(2001, 2, 3),
          3,
          new RoundPlan(Duration.ofSeconds(1), Duration.ofSeconds(2), 600),
          List.of("-Xmx1g"));

  static final RowResult ROW =
      new RowResult(
          Workloads.byName("persistent-1-1"),
          List.of(
              series("floor", 9000, 10000, 11000),
              series("sluice", 5000, 5100, 4900),
              series("slow-peer", 1000, 1100, 900),
              series("fast-peer", 2000, 100, 2100)));

  private Samples() {}

  static Series series(String contender, double... rates) {
    return new Series(
        contender,
        Arrays.stream(rates)
            .mapToObj(
                rate ->
                    new Measurement(
                        contender + " 1.0",
                        "settings of " + contender,
                        new Figures(
                            100, rate, rate, new Percentiles(40, 60), new Percentiles(70, 80)),
                        OptionalLong.of(150)))
            .toList());
  }
}
