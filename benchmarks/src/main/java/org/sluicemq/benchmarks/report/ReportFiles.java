// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.sluicemq.benchmarks.measure.Figures;
import org.sluicemq.benchmarks.round.BacklogMeasurement;
import org.sluicemq.benchmarks.round.BacklogMeasurement.Restart;
import org.sluicemq.benchmarks.round.BacklogOutcome;
import org.sluicemq.benchmarks.round.Measurement;

/**
 * Writes results as a page, a chart, and the rounds one by one. Stateless but for its directory.
 */
public final class ReportFiles {

  static final String CHART = "results.svg";
  static final String GOALS = "goals.svg";
  static final String DEPTH = "backlog.svg";
  static final String TRANSFERS = "jta.svg";

  private static final String PAGE = "results.md";
  private static final String TRANSFER_PAGE = "jta.md";
  private static final String ROUNDS = "rounds.csv";
  private static final String BACKLOG = "backlog.csv";

  private final Path directory;

  /** Writes into that directory, which is created when it is not there. */
  public ReportFiles(Path directory) {
    this.directory = directory;
  }

  /** Writes all files, in the place of those of an earlier run. */
  public void write(Results results) throws IOException {
    Files.createDirectories(directory);
    write(GOALS, GoalChart.of(results.standings()), true);
    write(CHART, BarChart.of(results.rows()), !results.rows().isEmpty());
    write(ROUNDS, rounds(results.rows()), !results.rows().isEmpty());
    write(DEPTH, DepthChart.of(results.backlogs()), !results.backlogs().isEmpty());
    write(BACKLOG, backlogs(results.backlogs()), !results.backlogs().isEmpty());
    write(PAGE, MarkdownReport.of(results), true);
  }

  /** Writes the files about transactions, in the place of those of an earlier run. */
  public void write(TransferResults results) throws IOException {
    Files.createDirectories(directory);
    write(TRANSFERS, BarChart.of(results.rows()), true);
    write(TRANSFER_PAGE, TransferReport.of(results), true);
  }

  /** What this run has not measured must not lie beside its page as if it had. */
  private void write(String file, String content, boolean measured) throws IOException {
    if (measured) {
      Files.writeString(directory.resolve(file), content);
    } else {
      Files.deleteIfExists(directory.resolve(file));
    }
  }

  private static String backlogs(List<BacklogOutcome> backlogs) {
    StringBuilder csv = new StringBuilder("contender,what,number,value\n");
    for (BacklogOutcome backlog : backlogs) {
      backlog.measured().ifPresent(measured -> append(csv, backlog.contender(), measured));
    }
    return csv.toString();
  }

  private static void append(StringBuilder csv, String contender, BacklogMeasurement measured) {
    append(csv, contender, "messages_per_s", measured.perSecond());
    append(csv, contender, "clean_start_s", seconds(measured.cleanRestarts()));
    append(csv, contender, "killed_start_s", seconds(measured.killedRestarts()));
  }

  private static List<Double> seconds(List<Restart> restarts) {
    return restarts.stream().map(Restart::openSeconds).toList();
  }

  private static void append(StringBuilder csv, String contender, String what, List<Double> all) {
    int number = 1;
    for (double value : all) {
      csv.append(String.format(Locale.ROOT, "%s,%s,%d,%.3f\n", contender, what, number++, value));
    }
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
          csv.append(line(result.row().label(), series.contender(), round++, measurement));
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
