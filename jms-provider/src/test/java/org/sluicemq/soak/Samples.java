// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What was measured while a broker worked: as a table, as a picture, and whether it grows. */
final class Samples {

  /**
   * One look at the process.
   *
   * @param seconds since the beginning
   * @param messages how many were settled until then
   * @param heapBytes in use after a garbage collection
   * @param threads alive
   * @param fileBytes of all files of the store
   */
  record Sample(double seconds, long messages, long heapBytes, int threads, long fileBytes) {}

  private static final int WIDTH = 900;
  private static final int BAND = 160;
  private static final int LEFT = 20;

  private final List<Sample> samples = new ArrayList<>();

  void add(Sample sample) {
    samples.add(sample);
  }

  int count() {
    return samples.size();
  }

  Sample last() {
    return samples.get(samples.size() - 1);
  }

  /**
   * Fails if a figure has grown from the first third, without what starting up takes, to the last.
   *
   * @param share how much more there may be, as a part of the first
   * @param room how much more there may be besides
   */
  void requireNoGrowth(String name, ToLongFunction<Sample> figure, double share, long room) {
    int warm = samples.size() / 5;
    int third = (samples.size() - warm) / 3;
    long first = median(samples.subList(warm, warm + third), figure);
    long last = median(samples.subList(samples.size() - third, samples.size()), figure);
    if (last > first * (1 + share) + room) {
      throw new AssertionError(
          name + " grew from " + first + " to " + last + ", more than " + share + " and " + room);
    }
  }

  private static long median(List<Sample> some, ToLongFunction<Sample> figure) {
    long[] sorted = some.stream().mapToLong(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  void writeTable(Path file) throws IOException {
    StringBuilder text = new StringBuilder("seconds,messages,heap_bytes,threads,file_bytes\n");
    for (Sample s : samples) {
      text.append(
          String.format(
              Locale.ROOT,
              "%.1f,%d,%d,%d,%d%n",
              s.seconds,
              s.messages,
              s.heapBytes,
              s.threads,
              s.fileBytes));
    }
    Files.writeString(file, text);
  }

  void writePicture(Path file) throws IOException {
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"13\">%n",
            WIDTH + 2 * LEFT,
            3 * BAND));
    band(svg, 0, "heap after GC, MB", s -> s.heapBytes / 1e6);
    band(svg, 1, "files of the store, MB", s -> s.fileBytes / 1e6);
    band(svg, 2, "threads", s -> (double) s.threads);
    Files.writeString(file, svg.append("</svg>\n"));
  }

  private void band(
      StringBuilder svg,
      int number,
      String name,
      java.util.function.ToDoubleFunction<Sample> figure) {
    double highest = samples.stream().mapToDouble(figure).max().orElse(1);
    double end = last().seconds;
    StringBuilder points = new StringBuilder();
    for (Sample sample : samples) {
      double x = LEFT + WIDTH * sample.seconds / end;
      double y = (number + 1) * BAND - 10 - (BAND - 40) * figure.applyAsDouble(sample) / highest;
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\">%s (highest %.1f, over %.0f s)</text>%n"
                + "<polyline fill=\"none\" stroke=\"#2563a8\" stroke-width=\"1.5\" points=\"%s\"/>%n",
            LEFT,
            number * BAND + 18,
            name,
            highest,
            end,
            points.toString().trim()));
  }
}
