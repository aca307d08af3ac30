// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.List;
import java.util.Locale;

/**
 * All rows in one picture, each measured by what it was to reach: a bar that crosses the line has
 * reached it. The scale is linear from zero; a bar too long for it says so by its number.
 */
final class GoalChart {

  private static final int WIDTH = 940;
  private static final int LABEL = 490;
  private static final int BARS = 200;
  private static final int LINE = 26;
  private static final int HEAD = 48;
  private static final double LONGEST = 2;

  private GoalChart() {}

  static String of(List<Standing> standings) {
    int bottom = HEAD + standings.size() * LINE;
    Svg svg = new Svg(WIDTH, bottom + 12, "What Sluice reached of each row's goal");
    svg.label(0, 18, "What Sluice reached of each row's goal; the line is the goal");
    int y = HEAD;
    for (Standing standing : standings) {
      line(svg, standing, y);
      y += LINE;
    }
    double goal = LABEL + BARS / LONGEST;
    svg.line(String.format(Locale.ROOT, "M%.1f %dV%d", goal, HEAD - 12, bottom), Svg.MARK, 2);
    return svg.toString();
  }

  private static void line(Svg svg, Standing standing, int y) {
    svg.labelBefore(LABEL - 10, y + 13, standing.title());
    double times = standing.ofGoal().orElse(0.0);
    double width = Math.min(LONGEST, times) * BARS / LONGEST;
    if (standing.ofGoal().isPresent()) {
      svg.bar(LABEL, y, width, 16, times >= 1 ? Svg.OURS : Svg.OTHERS);
    }
    svg.label(LABEL + BARS + 10, y + 13, standing.ratio() + ", to reach " + standing.goal());
  }
}
