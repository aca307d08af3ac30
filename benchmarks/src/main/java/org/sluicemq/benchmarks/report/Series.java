// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.sluicemq.benchmarks.measure.Figures;
import org.sluicemq.benchmarks.measure.Percentiles;
import org.sluicemq.benchmarks.round.Measurement;
import org.sluicemq.benchmarks.round.Round;

/**
 * All rounds of one contender in one row.
 *
 * @param contender its name
 * @param rounds what each round has shown, in order; at least one
 */
public record Series(String contender, List<Measurement> rounds) {

  /** The name of the broker that the others are peers of. */
  public static final String SLUICE = "sluice";

  boolean isFloor() {
    return contender.equals(Round.FLOOR);
  }

  boolean isPeer() {
    return !isFloor() && !contender.equals(SLUICE);
  }

  Spread throughPerSecond() {
    return spread(round -> round.figures().throughPerSecond());
  }

  double median(ToDoubleFunction<Measurement> value) {
    return spread(value).median();
  }

  /** p50 and p99 of the sends in microseconds, medians over the rounds. */
  String send() {
    return both(Figures::send);
  }

  /** p50 and p99 from the send to the receipt in microseconds, medians over the rounds. */
  String endToEnd() {
    return both(Figures::endToEnd);
  }

  private String both(Function<Figures, Percentiles> which) {
    return Numbers.whole(median(round -> which.apply(round.figures()).p50Micros()))
        + " / "
        + Numbers.whole(median(round -> which.apply(round.figures()).p99Micros()));
  }

  /** How often the disk was told to empty its cache for each message, where every round knows. */
  Optional<Double> flushesPerMessage() {
    if (rounds.stream().anyMatch(round -> round.flushes().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        median(round -> (double) round.flushes().orElseThrow() / round.figures().messages()));
  }

  private Spread spread(ToDoubleFunction<Measurement> value) {
    return Spread.of(rounds.stream().map(value::applyAsDouble).toList());
  }
}
