// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sluicemq.benchmarks.workload.Workload;

/**
 * All rounds of all contenders in one row.
 *
 * @param workload the row
 * @param series one for each contender, in the order of their turns
 */
public record RowResult(Workload workload, List<Series> series) {

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

  /** The medians of the row for a terminal. */
  public String inOneLine() {
    String medians =
        series.stream()
            .map(each -> each.contender() + " " + Numbers.whole(each.throughPerSecond().median()))
            .collect(Collectors.joining(", "));
    String ratio =
        sluice()
            .flatMap(sluice -> bestPeer().map(peer -> ratio(sluice, peer)))
            .map(times -> "; sluice is " + Numbers.times(times) + " of the better peer")
            .orElse("");
    String doubt = disturbed() ? "; DISTURBED, a broker cannot be faster than the floor" : "";
    return workload.name() + ", median messages/s: " + medians + ratio + doubt;
  }
}
