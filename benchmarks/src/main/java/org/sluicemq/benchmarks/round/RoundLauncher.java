// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sluicemq.benchmarks.workload.Workload;

/**
 * Launches a JVM for one round of one contender, so that no contender inherits the heap, the
 * compiled code or the threads of another. All get the same JVM flags. Not thread-safe.
 */
public final class RoundLauncher {

  private static final Duration SLACK = Duration.ofMinutes(3);
  private static final int LOG_LINES = 40;

  private final Path directory;
  private final List<String> jvmFlags;
  private final RoundPlan plan;

  /**
   * A launcher that keeps stores below that directory while a round runs.
   *
   * @param directory created when it is not there
   * @param jvmFlags the flags of every JVM
   * @param plan how long each round takes
   */
  public RoundLauncher(Path directory, List<String> jvmFlags, RoundPlan plan) {
    this.directory = directory;
    this.jvmFlags = jvmFlags;
    this.plan = plan;
  }

  /**
   * Runs one round in a JVM of its own with a fresh store, which is removed afterwards.
   *
   * @param contender the name of a contender, or {@link Round#FLOOR}
   * @throws RoundFailedException when the round has no figure; its message holds what the JVM said
   */
  public Measurement run(String contender, Workload workload)
      throws RoundFailedException, IOException, InterruptedException {
    Files.createDirectories(directory);
    Path place = Files.createTempDirectory(directory, contender + "-");
    try {
      return run(contender, workload, place);
    } finally {
      remove(place);
    }
  }

  private Measurement run(String contender, Workload workload, Path place)
      throws RoundFailedException, IOException, InterruptedException {
    Path store = Files.createDirectory(place.resolve("store"));
    Path result = place.resolve("result");
    Path log = place.resolve("log");
    Process process =
        new ProcessBuilder(command(contender, workload, store, result))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(longest().toSeconds(), TimeUnit.SECONDS)) {
        throw failed(
            contender, workload, "did not end within " + longest().toSeconds() + " s", log);
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw failed(contender, workload, "ended with status " + process.exitValue(), log);
    }
    return Measurement.readFrom(result);
  }

  private List<String> command(String contender, Workload workload, Path store, Path result) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(RoundProcess.class.getName());
    command.add(contender);
    command.add(workload.name());
    command.add(store.toString());
    command.add(result.toString());
    command.add(Long.toString(plan.warmUp().toMillis()));
    command.add(Long.toString(plan.measured().toMillis()));
    command.add(Integer.toString(plan.backlog()));
    return command;
  }

  private Duration longest() {
    return plan.warmUp().plus(plan.measured()).plus(SLACK);
  }

  private static RoundFailedException failed(
      String contender, Workload workload, String how, Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    List<String> first = lines.subList(0, Math.min(LOG_LINES, lines.size()));
    return new RoundFailedException(
        contender
            + " has no figure for "
            + workload.name()
            + ": its JVM "
            + how
            + ". It said:\n"
            + String.join("\n", first));
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
