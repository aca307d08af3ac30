// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.List;
import java.util.Locale;

/**
 * The medians as horizontal bars in SVG, one panel a row, each panel on a scale of its own from
 * zero, with a line from the least round to the most.
 */
final class BarChart {

  private static final int WIDTH = 800;
  private static final int LABEL = 170;
  private static final int BARS = 440;
  private static final int LINE = 24;
  private static final int HEAD = 44;
  private static final int TITLE = 40;
  private static final int GAP = 22;

  private final Svg svg;
  private int y = HEAD - GAP;

  private BarChart(int height, String unit) {
    svg = new Svg(WIDTH, height, unit + " per second, median over the rounds; longer is better");
    svg.label(0, 18, "Bar: median; line: least to most of the rounds; a scale for each row");
  }

  static String of(List<RowResult> results) {
    int height = HEAD;
    for (RowResult result : results) {
      height += TITLE + result.brokers().size() * LINE + GAP;
    }
    BarChart chart = new BarChart(height, results.isEmpty() ? "" : unit(results.get(0)));
    results.forEach(chart::panel);
    return chart.svg.toString();
  }

  private static String unit(RowResult result) {
    String unit = result.row().unit();
    return unit.substring(0, 1).toUpperCase(Locale.ROOT) + unit.substring(1);
  }

  private void panel(RowResult result) {
    double scale =
        result.brokers().stream()
            .mapToDouble(series -> series.throughPerSecond().most())
            .max()
            .orElse(1);
    svg.heading(0, y + 24, title(result));
    y += TITLE;
    for (Series series : result.brokers()) {
      bar(series, BARS / scale);
      y += LINE;
    }
    y += GAP;
  }

  private static String title(RowResult result) {
    return result.row().title()
        + " ("
        + result.row().unit()
        + "/s"
        + result
            .floor()
            .map(floor -> "; floor " + Numbers.whole(floor.throughPerSecond().median()))
            .orElse("")
        + ")";
  }

  private void bar(Series series, double pixels) {
    Spread through = series.throughPerSecond();
    double end = LABEL + through.median() * pixels;
    double most = LABEL + through.most() * pixels;
    svg.labelBefore(LABEL - 10, y + 13, series.contender());
    svg.bar(LABEL, y, through.median() * pixels, 16, series.isPeer() ? Svg.OTHERS : Svg.OURS);
    svg.line(
        String.format(Locale.ROOT, "M%.1f %dH%.1f", LABEL + through.least() * pixels, y + 8, most),
        Svg.MARK,
        2);
    svg.label(Math.max(end, most) + 10, y + 13, Numbers.whole(through.median()));
  }
}
