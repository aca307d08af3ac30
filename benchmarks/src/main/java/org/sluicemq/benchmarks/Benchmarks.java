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
import org.sluicemq.benchmarks.report.Absence;
import org.sluicemq.benchmarks.report.Conditions;
import org.sluicemq.benchmarks.report.Machine;
import org.sluicemq.benchmarks.report.ReportFiles;
import org.sluicemq.benchmarks.report.Results;
import org.sluicemq.benchmarks.report.RowResult;
import org.sluicemq.benchmarks.report.Series;
import org.sluicemq.benchmarks.round.BacklogCourse;
import org.sluicemq.benchmarks.round.BacklogOutcome;
import org.sluicemq.benchmarks.round.Measurement;
import org.sluicemq.benchmarks.round.RoundFailedException;
import org.sluicemq.benchmarks.round.RoundLauncher;
import org.sluicemq.benchmarks.workload.BacklogRow;
import org.sluicemq.benchmarks.workload.Workload;

/**
 * Runs rows of load on all contenders in turns and writes what came out, after every row. Ends with
 * 0 when every contender that was to have figures has them, with 1 when one has none, and with 2
 * when the settings make no sense. A peer that does not master the deep backlog is reported, and is
 * no failure.
 */
public final class Benchmarks {

  private static final Set<String> NO_DISK = Set.of("tmpfs", "ramfs");

  private final BenchmarkSettings settings;
  private final PrintStream out;
  private final RoundLauncher launcher;
  private Progress progress;
  private Results results;
  private boolean failed;

  Benchmarks(BenchmarkSettings settings, PrintStream out) {
    this.settings = settings;
    this.out = out;
    this.launcher = new RoundLauncher(settings.directory(), settings.jvmFlags(), settings.plan());
  }

  /** Runs the benchmarks with the system properties that begin with {@code bench.} as settings. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.exit(status(settings -> new Benchmarks(settings, System.out).run()));
  }

  /** A run with some settings. */
  @FunctionalInterface
  interface Run {
    boolean of(BenchmarkSettings settings) throws IOException, InterruptedException;
  }

  /** The status with which the JVM of a run ends. */
  static int status(Run run) throws IOException, InterruptedException {
    try {
      return run.of(BenchmarkSettings.from(System.getProperties())) ? 0 : 1;
    } catch (IllegalArgumentException refused) {
      System.err.println(refused.getMessage());
      return 2;
    }
  }

  /**
   * Runs all rows and writes the results.
   *
   * @return whether every contender that was to have figures has them
   * @throws IllegalArgumentException when the store directory is not on a disk, or has no room
   */
  boolean run() throws IOException, InterruptedException {
    Conditions conditions = conditions(settings);
    refuseLittleRoom();
    out.println(conditions.machine().inOneLine());
    results = Results.none(conditions, settings.rows());
    progress = Estimate.of(settings).start(out);
    for (Workload load : settings.loads()) {
      keep(results.with(run(load)));
    }
    runBacklogs(settings.backlogRows());
    tell();
    return !failed;
  }

  private void keep(Results more) throws IOException {
    results = more;
    new ReportFiles(settings.output()).write(results);
  }

  private RowResult run(Workload load) throws IOException, InterruptedException {
    LineUp lineUp = LineUp.of(load, settings);
    Map<String, List<Measurement>> measured = new LinkedHashMap<>();
    lineUp.names().forEach(name -> measured.put(name, new ArrayList<>()));
    List<Absence> absences = new ArrayList<>(lineUp.absences());
    for (int round = 1; round <= settings.rounds(); round++) {
      for (String contender : Turns.of(lineUp.names(), round)) {
        if (measured.containsKey(contender)) {
          run(load, round, contender, measured, absences);
        }
      }
    }
    return new RowResult(
        load,
        measured.entrySet().stream()
            .map(entry -> new Series(entry.getKey(), entry.getValue()))
            .toList(),
        absences);
  }

  /** One round; who has no figure in one has none in the row. */
  private void run(
      Workload load,
      int round,
      String contender,
      Map<String, List<Measurement>> measured,
      List<Absence> absences)
      throws IOException, InterruptedException {
    try {
      Measurement measurement = launcher.run(contender, load);
      measured.get(contender).add(measurement);
      progress.done(
          Estimate.seconds(settings, contender), told(load, round, contender, measurement));
    } catch (RoundFailedException without) {
      failed = true;
      measured.remove(contender);
      absences.add(new Absence(contender, without.getMessage(), true));
      progress.done(Estimate.seconds(settings, contender), "FAILED: " + without.getMessage());
    }
  }

  private String told(Workload load, int round, String contender, Measurement measurement) {
    return String.format(
        Locale.ROOT,
        "%s round %d/%d %s: %,.0f messages/s, send p50 %,.0f us p99 %,.0f us",
        load.name(),
        round,
        settings.rounds(),
        contender,
        measurement.figures().throughPerSecond(),
        measurement.figures().send().p50Micros(),
        measurement.figures().send().p99Micros());
  }

  private void runBacklogs(List<BacklogRow> rows) throws IOException, InterruptedException {
    if (rows.isEmpty()) {
      return;
    }
    for (String contender : LineUp.of(rows.get(0), settings).names()) {
      BacklogCourse course =
          new BacklogCourse(
              settings.directory(),
              settings.backlog(),
              contender,
              what -> progress.within(contender + ": " + what));
      BacklogOutcome outcome = course.run(rows.contains(BacklogRow.RESTART));
      failed |= contender.equals(Series.SLUICE) && outcome.failure().isPresent();
      progress.done(
          Estimate.backlogSeconds(settings),
          "deep backlog of " + contender + outcome.failure().map(why -> ": " + why).orElse(""));
      keep(results.with(outcome));
    }
  }

  private void tell() {
    results.rows().forEach(row -> out.println(row.inOneLine()));
    results.inLines().forEach(out::println);
    results.loneSender().ifPresent(out::println);
    out.println("Results are in " + settings.output().toAbsolutePath().normalize());
  }

  /**
   * What the run will be done under; creates the directory of the stores.
   *
   * @throws IllegalArgumentException when that is not on a disk
   */
  static Conditions conditions(BenchmarkSettings settings) throws IOException {
    Files.createDirectories(settings.directory());
    Machine machine = Machine.here(settings.directory());
    refuseMemory(settings.directory().toAbsolutePath(), machine.fileSystem());
    return new Conditions(
        machine,
        LocalDate.now(),
        settings.rounds(),
        settings.plan(),
        settings.jvmFlags(),
        settings.backlog());
  }

  private static void refuseMemory(Path directory, String fileSystem) {
    if (NO_DISK.contains(fileSystem)) {
      throw new IllegalArgumentException(
          "Setting 'bench.directory' is "
              + directory
              + ", which lies in memory ("
              + fileSystem
              + "): forcing to disk costs nothing there. Choose a directory on a disk.");
    }
  }

  private void refuseLittleRoom() throws IOException {
    long free = Files.getFileStore(settings.directory()).getUsableSpace();
    long needed = settings.backlogRows().isEmpty() ? 0 : settings.backlog().room();
    if (free < needed) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The deep backlog of %,d messages needs %,d MiB of room in %s, and only %,d MiB are"
                  + " free. Choose another 'bench.directory', a smaller 'bench.deep', or other rows.",
              settings.backlog().depth(),
              needed >> 20,
              settings.directory().toAbsolutePath(),
              free >> 20));
    }
  }
}
