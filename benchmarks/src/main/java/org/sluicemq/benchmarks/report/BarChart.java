// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.List;
import java.util.Locale;

/**
 * The medians as horizontal bars in SVG, one panel a row, each panel on a scale of its own from
 * zero, with a line from the least round to the most. Its colours can be read on light and on dark
 * pages. Stateless.
 */
final class BarChart {

  private static final int WIDTH = 800;
  private static final int LABEL = 170;
  private static final int BARS = 440;
  private static final int LINE = 24;
  private static final int HEAD = 44;
  private static final int TITLE = 40;
  private static final int GAP = 22;

  private final StringBuilder svg = new StringBuilder();
  private int y;

  private BarChart() {}

  static String of(List<RowResult> results) {
    int height = HEAD;
    for (RowResult result : results) {
      height += TITLE + result.brokers().size() * LINE + GAP;
    }
    BarChart chart = new BarChart();
    chart.open(height);
    chart.head();
    results.forEach(chart::panel);
    return chart.svg.append("</svg>\n").toString();
  }

  private void open(int height) {
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d"\
             role="img" font-family="system-ui, sans-serif" font-size="14" fill="#737c86">
            <title>Messages per second, median over the rounds; longer is better</title>
            """,
            WIDTH,
            height,
            WIDTH,
            height));
  }

  private void head() {
    text(
        0, 18, "start", "", "Bar: median; line: least to most of the rounds; a scale for each row");
    y = HEAD - GAP;
  }

  private void panel(RowResult result) {
    double scale =
        result.brokers().stream()
            .mapToDouble(series -> series.throughPerSecond().most())
            .max()
            .orElse(1);
    text(0, y + 24, "start", " font-weight=\"600\"", title(result));
    y += TITLE;
    for (Series series : result.brokers()) {
      bar(series, BARS / scale);
      y += LINE;
    }
    y += GAP;
  }

  private static String title(RowResult result) {
    return result.workload().title()
        + " (messages/s"
        + result
            .floor()
            .map(floor -> "; floor " + Numbers.whole(floor.throughPerSecond().median()))
            .orElse("")
        + ")";
  }

  private void bar(Series series, double pixels) {
    Spread through = series.throughPerSecond();
    double end = LABEL + through.median() * pixels;
    text(LABEL - 10, y + 13, "end", "", series.contender());
    element(
        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"16\" rx=\"2\" fill=\"%s\"/>",
        LABEL, y, through.median() * pixels, series.isPeer() ? "#7d8fa3" : "#0f9d8a");
    element(
        "<path d=\"M%.1f %dH%.1f\" stroke=\"#d97706\" stroke-width=\"2\"/>",
        LABEL + through.least() * pixels, y + 8, LABEL + through.most() * pixels);
    text(
        Math.max(end, LABEL + through.most() * pixels) + 10,
        y + 13,
        "start",
        "",
        Numbers.whole(through.median()));
  }

  private void text(double x, int baseline, String anchor, String more, String content) {
    element(
        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\"%s>%s</text>",
        x, baseline, anchor, more, content.replace("&", "&amp;").replace("<", "&lt;"));
  }

  private void element(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
