// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.Locale;

/**
 * A picture in SVG that grows element by element. Its colours can be read on light and on dark
 * pages. Owned by one thread.
 */
final class Svg {

  static final String OURS = "#0f9d8a";
  static final String OTHERS = "#7d8fa3";
  static final String MARK = "#d97706";

  private final StringBuilder text;

  Svg(int width, int height, String title) {
    text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d"\
                 height="%d" role="img" font-family="system-ui, sans-serif" font-size="14"\
                 fill="#737c86">
                """,
                width,
                height,
                width,
                height));
    element("<title>%s</title>", escaped(title));
  }

  void bar(double x, int y, double width, int height, String colour) {
    element(
        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\" fill=\"%s\"/>",
        x, y, width, height, colour);
  }

  /** A line along that path. */
  void line(String path, String colour, int width) {
    element(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%d\"/>", path, colour, width);
  }

  void label(double x, int baseline, String content) {
    label(x, baseline, "start", "", content);
  }

  void labelBefore(double x, int baseline, String content) {
    label(x, baseline, "end", "", content);
  }

  void heading(double x, int baseline, String content) {
    label(x, baseline, "start", " font-weight=\"600\"", content);
  }

  private void label(double x, int baseline, String anchor, String more, String content) {
    element(
        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\"%s>%s</text>",
        x, baseline, anchor, more, escaped(content));
  }

  private static String escaped(String content) {
    return content.replace("&", "&amp;").replace("<", "&lt;");
  }

  private void element(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  @Override
  public String toString() {
    return text + "</svg>\n";
  }
}
