// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.List;
import java.util.Locale;
import org.sluicemq.benchmarks.round.BacklogMeasurement;
import org.sluicemq.benchmarks.round.BacklogOutcome;

/** How fast messages were taken in, over the depth of the backlog: one line for each contender. */
final class DepthChart {

  private static final int WIDTH = 800;
  private static final int HEIGHT = 300;
  private static final int LEFT = 70;
  private static final int RIGHT = 640;
  private static final int TOP = 50;
  private static final int BOTTOM = 260;

  private final Svg svg = new Svg(WIDTH, HEIGHT, "Messages sent a second while the backlog grows");
  private final double most;

  private DepthChart(List<BacklogMeasurement> measurements) {
    most =
        measurements.stream()
            .flatMap(each -> each.perSecond().stream())
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(1);
    axes(measurements.stream().mapToInt(BacklogMeasurement::depth).max().orElse(0));
  }

  static String of(List<BacklogOutcome> backlogs) {
    DepthChart chart =
        new DepthChart(backlogs.stream().flatMap(each -> each.measured().stream()).toList());
    for (BacklogOutcome backlog : backlogs) {
      backlog
          .measured()
          .ifPresent(measured -> chart.curve(backlog.contender(), measured.perSecond()));
    }
    return chart.svg.toString();
  }

  private void axes(int depth) {
    svg.label(0, 18, "Messages sent a second while the backlog grows");
    svg.line(String.format(Locale.ROOT, "M%d %dV%dH%d", LEFT, TOP, BOTTOM, RIGHT), Svg.OTHERS, 1);
    svg.labelBefore(LEFT - 8, TOP + 5, Numbers.whole(most));
    svg.labelBefore(LEFT - 8, BOTTOM + 5, "0");
    svg.labelBefore(RIGHT, BOTTOM + 22, Numbers.whole(depth) + " messages wait");
  }

  private void curve(String contender, List<Double> rates) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < rates.size(); i++) {
      double x = LEFT + (i + 0.5) * (RIGHT - LEFT) / rates.size();
      path.append(
          String.format(Locale.ROOT, "%s%.1f %.1f", i == 0 ? "M" : "L", x, y(rates.get(i))));
    }
    boolean ours = contender.equals(Series.SLUICE);
    svg.line(path.toString(), ours ? Svg.OURS : Svg.OTHERS, 2);
    svg.label(RIGHT + 8, (int) y(rates.get(rates.size() - 1)) + 5, contender);
  }

  private double y(double rate) {
    return BOTTOM - rate / most * (BOTTOM - TOP);
  }
}
