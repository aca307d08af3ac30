// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sluicemq.benchmarks.workload.Row;
import org.sluicemq.benchmarks.workload.Workload;
import org.sluicemq.benchmarks.workload.Workload.Shape;

/**
 * All rounds of all contenders in one row.
 *
 * @param row the row
 * @param series one for each contender that has figures
 * @param absences those that have none
 */
public record RowResult(Row row, List<Series> series, List<Absence> absences) {

  /** The peer with the highest median, if any peer took part. */
  Optional<Series> bestPeer() {
    return series.stream()
        .filter(Series::isPeer)
        .max(Comparator.comparingDouble(peer -> peer.throughPerSecond().median()));
  }

  Optional<Series> floor() {
    return series.stream().filter(Series::isFloor).findFirst();
  }

  Optional<Series> sluice() {
    return series.stream().filter(each -> each.contender().equals(Series.SLUICE)).findFirst();
  }

  List<Series> brokers() {
    return series.stream().filter(each -> !each.isFloor()).toList();
  }

  /**
   * Whether a broker seems faster than the disk alone: then something else used the machine while
   * the floor was measured, and the row tells little about anybody.
   */
  boolean disturbed() {
    return floor()
        .map(floor -> brokers().stream().anyMatch(broker -> ratio(broker, floor) > 1))
        .orElse(false);
  }

  /** How many times the median of one is that of the other. */
  static double ratio(Series one, Series other) {
    return one.throughPerSecond().median() / other.throughPerSecond().median();
  }

  /** The ratio of Sluice to the better peer, if both took part. */
  Optional<Double> ratioToBetterPeer() {
    return sluice().flatMap(sluice -> bestPeer().map(peer -> ratio(sluice, peer)));
  }

  /** Whether messages flow: a drain's sends are off the clock, and so are its ways to the end. */
  boolean flows() {
    return !(row instanceof Workload workload) || workload.shape() == Shape.FLOW;
  }

  /** How long Sluice's senders wait compared with a bare write and force, if both are known. */
  Optional<String> aboveTheFloor() {
    return sluice().flatMap(sluice -> floor().map(floor -> aboveTheFloor(sluice, floor)));
  }

  private static String aboveTheFloor(Series sluice, Series floor) {
    double send = sluice.median(round -> round.figures().send().p50Micros());
    double force = floor.median(round -> round.figures().send().p50Micros());
    return String.format(
        Locale.ROOT,
        "A lone sender waits %.0f µs for a send (p50), and a bare write with its force takes"
            + " %.0f µs: %.2f × the floor",
        send,
        force,
        send / force);
  }

  /** The medians of the row for a terminal. */
  public String inOneLine() {
    String medians =
        series.stream()
            .map(each -> each.contender() + " " + Numbers.whole(each.throughPerSecond().median()))
            .collect(Collectors.joining(", "));
    String ratio =
        ratioToBetterPeer()
            .map(times -> "; sluice is " + Numbers.times(times) + " of the better peer")
            .orElse("");
    String doubt = disturbed() ? "; DISTURBED, a broker cannot be faster than the floor" : "";
    return row.label() + ", median " + row.unit() + "/s: " + medians + ratio + doubt;
  }
}
