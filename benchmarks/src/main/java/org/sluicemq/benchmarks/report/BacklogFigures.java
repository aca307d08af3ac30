// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sluicemq.benchmarks.round.BacklogMeasurement;
import org.sluicemq.benchmarks.round.BacklogMeasurement.Restart;
import org.sluicemq.benchmarks.round.BacklogOutcome;

/** What is told of the deep backlog of one contender. Immutable. */
record BacklogFigures(BacklogMeasurement measured) {

  /** How many parts of the backlog at either end are compared. */
  static final int ENDS = 5;

  /** The figures of the first contender whose name is like that, if it has any. */
  static Optional<BacklogFigures> of(List<BacklogOutcome> backlogs, Predicate<String> contender) {
    return backlogs.stream()
        .filter(each -> contender.test(each.contender()))
        .findFirst()
        .flatMap(BacklogOutcome::measured)
        .map(BacklogFigures::new);
  }

  Spread atTheStart() {
    return Spread.of(measured.perSecond().subList(0, ENDS));
  }

  Spread atTheEnd() {
    int parts = measured.perSecond().size();
    return Spread.of(measured.perSecond().subList(parts - ENDS, parts));
  }

  /** The median of the last parts divided by that of the first. */
  double endToStart() {
    return atTheEnd().median() / atTheStart().median();
  }

  /** Messages a second over the whole backlog. */
  double overall() {
    double parts = measured.perSecond().size();
    return parts / measured.perSecond().stream().mapToDouble(rate -> 1 / rate).sum();
  }

  double storeBytesPerMessage() {
    return (double) measured.storeBytes() / measured.depth();
  }

  boolean wasRestarted() {
    return !measured.cleanRestarts().isEmpty() && !measured.killedRestarts().isEmpty();
  }

  Spread afterCleanStop() {
    return seconds(measured.cleanRestarts());
  }

  Spread afterKill() {
    return seconds(measured.killedRestarts());
  }

  double slowestRestart() {
    return Math.max(afterCleanStop().most(), afterKill().most());
  }

  /** The median over all starts of the time from launching the JVM. */
  double processSeconds() {
    return Spread.of(
            Stream.concat(measured.cleanRestarts().stream(), measured.killedRestarts().stream())
                .map(Restart::processSeconds)
                .toList())
        .median();
  }

  private static Spread seconds(List<Restart> restarts) {
    return Spread.of(restarts.stream().map(Restart::openSeconds).toList());
  }
}
