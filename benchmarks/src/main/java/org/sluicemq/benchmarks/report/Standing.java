// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.List;
import java.util.Optional;
import org.sluicemq.benchmarks.round.BacklogOutcome;
import org.sluicemq.benchmarks.workload.BacklogRow;

/**
 * One row in the table of all rows: what Sluice has shown, against whom, and whether that is what
 * it was to reach. Immutable.
 *
 * @param title what the row is called
 * @param sluice what Sluice has shown
 * @param peer what the better peer has shown
 * @param ratio what is compared with the goal
 * @param goal what is to be reached
 * @param ofGoal how many times the goal was reached; empty when that is not known
 * @param send p50 and p99 of Sluice's sends in microseconds
 * @param endToEnd p50 and p99 from Sluice's send to the receipt in microseconds
 */
record Standing(
    String title,
    String sluice,
    String peer,
    String ratio,
    String goal,
    Optional<Double> ofGoal,
    String send,
    String endToEnd) {

  private static final String UNKNOWN = Numbers.UNKNOWN;

  static Standing of(RowResult row) {
    Optional<Double> ratio = row.ratioToBetterPeer();
    double goal = row.row().goal();
    return new Standing(
        row.row().title(),
        row.sluice().map(Standing::rate).orElse(UNKNOWN),
        row.bestPeer().map(peer -> rate(peer) + " " + peer.contender()).orElse(UNKNOWN),
        ratio.map(Numbers::times).orElse(UNKNOWN),
        Numbers.brief(goal) + " ×",
        ratio.map(value -> value / goal),
        row.sluice().filter(series -> row.flows()).map(Series::send).orElse(UNKNOWN),
        row.sluice().filter(series -> row.flows()).map(Series::endToEnd).orElse(UNKNOWN));
  }

  private static String rate(Series series) {
    return Numbers.whole(series.throughPerSecond().median());
  }

  static Standing of(BacklogRow row, List<BacklogOutcome> backlogs) {
    Optional<BacklogFigures> sluice = BacklogFigures.of(backlogs, Series.SLUICE::equals);
    String peer =
        backlogs.stream().allMatch(each -> each.contender().equals(Series.SLUICE))
            ? UNKNOWN
            : "see below";
    return switch (row) {
      case DEEP -> deep(row, sluice, peer);
      case RESTART -> restart(row, sluice.filter(BacklogFigures::wasRestarted), peer);
    };
  }

  private static Standing deep(BacklogRow row, Optional<BacklogFigures> sluice, String peer) {
    return backlog(
        row,
        sluice
            .map(
                figures ->
                    Numbers.whole(figures.atTheEnd().median())
                        + " ÷ "
                        + Numbers.whole(figures.atTheStart().median()))
            .orElse(UNKNOWN),
        peer,
        sluice.map(figures -> Numbers.small(figures.endToStart())).orElse(UNKNOWN),
        Numbers.brief(row.goal()),
        sluice.map(figures -> figures.endToStart() / row.goal()));
  }

  private static Standing restart(BacklogRow row, Optional<BacklogFigures> sluice, String peer) {
    return backlog(
        row,
        sluice
            .map(
                figures ->
                    Numbers.small(figures.afterCleanStop().median())
                        + " s after a clean stop, "
                        + Numbers.small(figures.afterKill().median())
                        + " s after a kill")
            .orElse(UNKNOWN),
        peer,
        sluice
            .map(figures -> Numbers.small(figures.slowestRestart()) + " s at most")
            .orElse(UNKNOWN),
        "under " + Numbers.brief(row.goal()) + " s",
        sluice.map(figures -> row.goal() / figures.slowestRestart()));
  }

  private static Standing backlog(
      BacklogRow row, String sluice, String peer, String ratio, String goal, Optional<Double> of) {
    return new Standing(row.title(), sluice, peer, ratio, goal, of, UNKNOWN, UNKNOWN);
  }

  String reached() {
    return ofGoal.map(times -> times >= 1 ? "yes" : "no").orElse(UNKNOWN);
  }

  String inOneLine() {
    return title
        + ": sluice "
        + sluice
        + ", better peer "
        + peer
        + ", ratio "
        + ratio
        + ", to reach "
        + goal
        + ", reached: "
        + reached();
  }
}
