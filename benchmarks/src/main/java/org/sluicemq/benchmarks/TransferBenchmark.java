// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sluicemq.benchmarks.report.Absence;
import org.sluicemq.benchmarks.report.Conditions;
import org.sluicemq.benchmarks.report.ReportFiles;
import org.sluicemq.benchmarks.report.RowResult;
import org.sluicemq.benchmarks.report.Series;
import org.sluicemq.benchmarks.report.TransferResults;
import org.sluicemq.benchmarks.round.Measurement;
import org.sluicemq.benchmarks.round.Round;
import org.sluicemq.benchmarks.round.RoundFailedException;
import org.sluicemq.benchmarks.round.RoundLauncher;
import org.sluicemq.benchmarks.transfer.RowServer;
import org.sluicemq.benchmarks.transfer.TransactionLog;
import org.sluicemq.benchmarks.workload.TransferRow;

/**
 * Runs the rows about transactions on all contenders in turns and writes what came out. Settings
 * and status are those of {@link Benchmarks}.
 */
public final class TransferBenchmark {

  private static final double START_AND_STOP = 4;

  private final BenchmarkSettings settings;
  private final PrintStream out;
  private final RoundLauncher launcher;
  private final Map<String, List<Map<TransferRow, Measurement>>> measured = new LinkedHashMap<>();
  private final List<Absence> absences = new ArrayList<>();
  private boolean failed;

  TransferBenchmark(BenchmarkSettings settings, PrintStream out) {
    this.settings = settings;
    this.out = out;
    this.launcher = new RoundLauncher(settings.directory(), settings.jvmFlags(), settings.plan());
  }

  /** Runs the benchmark with the system properties that begin with {@code bench.} as settings. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.exit(Benchmarks.status(settings -> new TransferBenchmark(settings, System.out).run()));
  }

  /**
   * Runs all rounds and writes the results.
   *
   * @return whether every contender that was to have figures has them
   * @throws IllegalArgumentException when the store directory is not on a disk
   * @throws IllegalStateException when there is no such database for this machine
   */
  boolean run() throws IOException, InterruptedException {
    try (RowServer rows = RowServer.start(settings.database())) {
      return run(rows);
    }
  }

  private boolean run(RowServer rows) throws IOException, InterruptedException {
    Conditions conditions = Benchmarks.conditions(settings);
    out.println(conditions.machine().inOneLine());
    LineUp lineUp = LineUp.ofTransfers(settings);
    absences.addAll(lineUp.absences());
    lineUp.names().forEach(name -> measured.put(name, new ArrayList<>()));
    Progress progress =
        new Progress(
            out,
            settings.rounds() * lineUp.names().size(),
            settings.rounds() * lineUp.names().stream().mapToDouble(this::seconds).sum());
    for (int round = 1; round <= settings.rounds(); round++) {
      for (String contender : Turns.of(lineUp.names(), round)) {
        if (measured.containsKey(contender)) {
          progress.done(seconds(contender), run(round, contender, rows));
        }
      }
    }
    tell(
        new TransferResults(
            conditions,
            rows.settings(),
            TransactionLog.settings(),
            Arrays.stream(TransferRow.values()).map(this::result).toList()));
    return !failed;
  }

  /** How long a round takes, roughly. */
  private double seconds(String contender) {
    long rows =
        Arrays.stream(TransferRow.values())
            .filter(row -> row.writesRow() || !contender.equals(Round.FLOOR))
            .count();
    return START_AND_STOP
        + settings.plan().warmUp().toMillis() / 1e3
        + rows * settings.plan().leadIn().plus(settings.plan().measured()).toMillis() / 1e3;
  }

  /** One round; who has no figure in one has none at all. */
  private String run(int round, String contender, RowServer server)
      throws IOException, InterruptedException {
    try {
      Map<TransferRow, Measurement> rows = launcher.runTransfers(contender, server.url());
      measured.get(contender).add(rows);
      return String.format(
          Locale.ROOT, "round %d/%d %s:%s", round, settings.rounds(), contender, told(rows));
    } catch (RoundFailedException without) {
      failed = true;
      measured.remove(contender);
      absences.add(new Absence(contender, without.getMessage(), true));
      return "FAILED: " + without.getMessage();
    }
  }

  private static String told(Map<TransferRow, Measurement> rows) {
    StringBuilder told = new StringBuilder();
    rows.forEach(
        (row, measurement) ->
            told.append(
                String.format(
                    Locale.ROOT,
                    " %s %,.0f/s",
                    row.label(),
                    measurement.figures().throughPerSecond())));
    return told.toString();
  }

  private RowResult result(TransferRow row) {
    List<Series> series = new ArrayList<>();
    measured.forEach(
        (contender, rounds) -> {
          if (row.writesRow() || !contender.equals(Round.FLOOR)) {
            series.add(
                new Series(contender, rounds.stream().map(round -> round.get(row)).toList()));
          }
        });
    return new RowResult(row, series, absences);
  }

  private void tell(TransferResults results) throws IOException {
    new ReportFiles(settings.output()).write(results);
    results.rows().forEach(row -> out.println(row.inOneLine()));
    results.inLines().forEach(out::println);
    out.println("Results are in " + settings.output().toAbsolutePath().normalize());
  }
}
