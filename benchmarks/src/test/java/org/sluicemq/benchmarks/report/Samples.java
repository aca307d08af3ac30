// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.sluicemq.benchmarks.measure.Figures;
import org.sluicemq.benchmarks.measure.Percentiles;
import org.sluicemq.benchmarks.round.BacklogMeasurement;
import org.sluicemq.benchmarks.round.BacklogMeasurement.Restart;
import org.sluicemq.benchmarks.round.BacklogOutcome;
import org.sluicemq.benchmarks.round.BacklogPlan;
import org.sluicemq.benchmarks.round.Measurement;
import org.sluicemq.benchmarks.round.RoundPlan;
import org.sluicemq.benchmarks.workload.Rows;
import org.sluicemq.benchmarks.workload.Workloads;

/** Results made up for tests; no contender was ever that fast or slow. */
final class Samples {

  static final Conditions CONDITIONS =
      new Conditions(
          new Machine("a processor", 2, 2048, "a file system", "an OS", "a JVM", 0.5),
          LocalDate.of(2001, 2, 3),
          3,
          new RoundPlan(Duration.ofSeconds(1), Duration.ofSeconds(2), 600),
          List.of("-Xmx1g"),
          new BacklogPlan(40_000, 3, Duration.ofMinutes(1), List.of("-Xmx256m")));

  static final RowResult ROW =
      new RowResult(
          Workloads.byName("persistent-1-1"),
          List.of(
              series("floor", 9000, 10000, 11000),
              series("sluice", 5000, 5100, 4900),
              series("slow-peer", 1000, 1100, 900),
              series("fast-peer", 2000, 100, 2100)),
          List.of(
              new Absence("lame-peer", "cannot run", false),
              new Absence("broken-peer", "did not balance\nand more", true)));

  static final BacklogOutcome BACKLOG =
      new BacklogOutcome(
          "sluice",
          Optional.of(
              new BacklogMeasurement(
                  "Sluice 1.0",
                  "settings of sluice",
                  40_000,
                  falling(),
                  80_000_000,
                  List.of(new Restart(0.5, 1.0), new Restart(0.6, 1.1), new Restart(0.7, 1.2)),
                  List.of(new Restart(1.5, 2.0), new Restart(1.6, 2.1), new Restart(1.7, 2.2)))),
          Optional.empty());

  static final BacklogOutcome SUNK =
      new BacklogOutcome(
          "slow-peer", Optional.empty(), Optional.of("slow-peer died of it\nat length"));

  static final Results RESULTS =
      Results.none(CONDITIONS, Rows.named("persistent-1-1,drain-4,deep,restart"))
          .with(ROW)
          .with(BACKLOG)
          .with(SUNK);

  private Samples() {}

  /** Fifty parts: from 1000 messages a second down to 902. */
  private static List<Double> falling() {
    return IntStream.range(0, 50).mapToObj(part -> 1000.0 - 2 * part).toList();
  }

  static RowResult row(Series... series) {
    return new RowResult(ROW.row(), List.of(series), List.of());
  }

  static Results results(RowResult... rows) {
    Results results = Results.none(CONDITIONS, List.of());
    for (RowResult row : rows) {
      results = results.with(row);
    }
    return results;
  }

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
