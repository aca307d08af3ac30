// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.sluicemq.benchmarks.measure.Figures;
import org.sluicemq.benchmarks.round.Measurement;

/**
 * Writes results as a page, a chart, and the rounds one by one. Stateless but for its directory.
 */
public final class ReportFiles {

  private static final String PAGE = "results.md";
  private static final String CHART = "results.svg";
  private static final String ROUNDS = "rounds.csv";

  private final Path directory;

  /** Writes into that directory, which is created when it is not there. */
  public ReportFiles(Path directory) {
    this.directory = directory;
  }

  /** Writes all files, in the place of those of an earlier run. */
  public void write(Conditions conditions, List<RowResult> results) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(CHART), BarChart.of(results));
    Files.writeString(directory.resolve(ROUNDS), rounds(results));
    Files.writeString(directory.resolve(PAGE), MarkdownReport.of(conditions, results, CHART));
  }

  private static String rounds(List<RowResult> results) {
    StringBuilder csv =
        new StringBuilder(
            "row,contender,round,messages,messages_per_s,sends_per_s,send_p50_us,send_p99_us,"
                + "end_to_end_p50_us,end_to_end_p99_us,device_flushes\n");
    for (RowResult result : results) {
      for (Series series : result.series()) {
        int round = 1;
        for (Measurement measurement : series.rounds()) {
          csv.append(line(result.workload().name(), series.contender(), round++, measurement));
        }
      }
    }
    return csv.toString();
  }

  private static String line(String row, String contender, int round, Measurement measurement) {
    Figures figures = measurement.figures();
    return String.format(
        Locale.ROOT,
        "%s,%s,%d,%d,%.1f,%.1f,%.1f,%.1f,%.1f,%.1f,%s\n",
        row,
        contender,
        round,
        figures.messages(),
        figures.throughPerSecond(),
        figures.sendsPerSecond(),
        figures.send().p50Micros(),
        figures.send().p99Micros(),
        figures.endToEnd().p50Micros(),
        figures.endToEnd().p99Micros(),
        measurement.flushes().isPresent() ? measurement.flushes().getAsLong() : "");
  }
}
