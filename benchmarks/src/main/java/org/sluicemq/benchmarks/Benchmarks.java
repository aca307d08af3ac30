// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sluicemq.benchmarks.contender.Contender;
import org.sluicemq.benchmarks.report.Conditions;
import org.sluicemq.benchmarks.report.Machine;
import org.sluicemq.benchmarks.report.ReportFiles;
import org.sluicemq.benchmarks.report.RowResult;
import org.sluicemq.benchmarks.report.Series;
import org.sluicemq.benchmarks.round.Measurement;
import org.sluicemq.benchmarks.round.Round;
import org.sluicemq.benchmarks.round.RoundFailedException;
import org.sluicemq.benchmarks.round.RoundLauncher;
import org.sluicemq.benchmarks.workload.Workload;
import org.sluicemq.benchmarks.workload.Workload.Sending;

/**
 * Runs rows of load on all contenders in turns and writes what came out. Ends with 0 when every
 * round of every contender has a figure, with 1 and nothing written when one has none, and with 2
 * when the settings make no sense.
 */
public final class Benchmarks {

  private static final Set<String> NO_DISK = Set.of("tmpfs", "ramfs");

  private final BenchmarkSettings settings;
  private final PrintStream out;
  private final RoundLauncher launcher;
  private int done;

  Benchmarks(BenchmarkSettings settings, PrintStream out) {
    this.settings = settings;
    this.out = out;
    this.launcher = new RoundLauncher(settings.directory(), settings.jvmFlags(), settings.plan());
  }

  /** Runs the benchmarks with the system properties that begin with {@code bench.} as settings. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.exit(run(System.out, System.err));
  }

  private static int run(PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    try {
      new Benchmarks(BenchmarkSettings.from(System.getProperties()), out).run();
      return 0;
    } catch (RoundFailedException failed) {
      err.println(failed.getMessage());
      err.println("No results were written.");
      return 1;
    } catch (IllegalArgumentException refused) {
      err.println(refused.getMessage());
      return 2;
    }
  }

  /**
   * Runs all rows and writes the results.
   *
   * @throws RoundFailedException when a round has no figure
   * @throws IllegalArgumentException when the store directory is not on a disk
   */
  List<RowResult> run() throws RoundFailedException, IOException, InterruptedException {
    Files.createDirectories(settings.directory());
    Conditions conditions = conditions();
    refuseMemory(conditions.machine().fileSystem());
    out.println(conditions.machine().inOneLine());
    List<RowResult> results = new ArrayList<>();
    for (Workload row : settings.rows()) {
      results.add(run(row));
    }
    new ReportFiles(settings.output()).write(conditions, results);
    results.forEach(result -> out.println(result.inOneLine()));
    out.println("Results are in " + settings.output().toAbsolutePath().normalize());
    return results;
  }

  private RowResult run(Workload row)
      throws RoundFailedException, IOException, InterruptedException {
    Map<String, List<Measurement>> measured = new LinkedHashMap<>();
    for (int round = 1; round <= settings.rounds(); round++) {
      for (String contender : turns(row)) {
        Measurement measurement = launcher.run(contender, row);
        measured.computeIfAbsent(contender, name -> new ArrayList<>()).add(measurement);
        progress(row, round, contender, measurement);
      }
    }
    return new RowResult(
        row,
        measured.entrySet().stream()
            .map(entry -> new Series(entry.getKey(), entry.getValue()))
            .toList());
  }

  private List<String> turns(Workload row) {
    List<String> turns = new ArrayList<>();
    if (row.forcedOnTheClock()) {
      turns.add(Round.FLOOR);
    }
    settings.contenders().stream()
        .filter(
            contender -> row.sending() != Sending.ASYNCHRONOUS || contender.sendsAsynchronously())
        .map(Contender::name)
        .forEach(turns::add);
    return turns;
  }

  private void progress(Workload row, int round, String contender, Measurement measurement) {
    int all = settings.rows().stream().mapToInt(each -> turns(each).size()).sum();
    done++;
    out.println(
        String.format(
            Locale.ROOT,
            "[%d/%d] %s round %d/%d %s: %,.0f messages/s, send p50 %,.0f us p99 %,.0f us",
            done,
            all * settings.rounds(),
            row.name(),
            round,
            settings.rounds(),
            contender,
            measurement.figures().throughPerSecond(),
            measurement.figures().send().p50Micros(),
            measurement.figures().send().p99Micros()));
  }

  private Conditions conditions() throws IOException {
    return new Conditions(
        Machine.here(settings.directory()),
        LocalDate.now(),
        settings.rounds(),
        settings.plan(),
        settings.jvmFlags());
  }

  private void refuseMemory(String fileSystem) {
    Path directory = settings.directory().toAbsolutePath();
    if (NO_DISK.contains(fileSystem)) {
      throw new IllegalArgumentException(
          "Setting 'bench.directory' is "
              + directory
              + ", which lies in memory ("
              + fileSystem
              + "): forcing to disk costs nothing there. Choose a directory on a disk.");
    }
  }
}
