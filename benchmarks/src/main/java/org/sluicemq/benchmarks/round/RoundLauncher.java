// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.sluicemq.benchmarks.workload.TransferRow;
import org.sluicemq.benchmarks.workload.Workload;

/**
 * Launches a JVM for one round of one contender, so that no contender inherits the heap, the
 * compiled code or the threads of another. All get the same JVM flags. Not thread-safe.
 */
public final class RoundLauncher {

  private static final Duration SLACK = Duration.ofMinutes(3);

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
    try (Workspace workspace = Workspace.open(directory, contender)) {
      run(RoundProcess.class, workspace, contender, workload.name());
      return Measurement.readFrom(workspace.result());
    }
  }

  /**
   * Runs one round of all rows about transactions, in one JVM with a fresh store and a fresh
   * database.
   *
   * @param contender the name of a contender, or {@link Round#FLOOR}
   * @param database the URL of the database for the rows
   * @return what it has shown in each of the rows; the floor in those that write rows only
   * @throws RoundFailedException as for one workload
   */
  public Map<TransferRow, Measurement> runTransfers(String contender, String database)
      throws RoundFailedException, IOException, InterruptedException {
    try (Workspace workspace = Workspace.open(directory, contender)) {
      run(TransferProcess.class, workspace, contender, "transfers", database);
      Map<TransferRow, Measurement> measured = new EnumMap<>(TransferRow.class);
      for (TransferRow row : TransferRow.values()) {
        if (row.writesRow() || !contender.equals(Round.FLOOR)) {
          Path result = TransferProcess.resultOf(row, workspace.result());
          measured.put(row, Measurement.readFrom(result));
        }
      }
      return measured;
    }
  }

  private void run(
      Class<?> main, Workspace workspace, String contender, String what, String... more)
      throws RoundFailedException, IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(arguments(contender, what, workspace));
    arguments.addAll(List.of(more));
    ChildJvm child = workspace.launch(jvmFlags, main, arguments, line -> {});
    if (!child.endsWithin(longest())) {
      throw failed(contender, what, "did not end within " + longest().toSeconds() + " s", child);
    }
    if (child.status() != 0) {
      throw failed(contender, what, "ended with status " + child.status(), child);
    }
  }

  private List<String> arguments(String contender, String what, Workspace workspace) {
    return List.of(
        contender,
        what,
        workspace.store().toString(),
        workspace.result().toString(),
        Long.toString(plan.warmUp().toMillis()),
        Long.toString(plan.measured().toMillis()),
        Integer.toString(plan.backlog()));
  }

  private Duration longest() {
    return plan.warmUp().plus(plan.measured()).plus(SLACK);
  }

  private static RoundFailedException failed(
      String contender, String what, String how, ChildJvm child) {
    return new RoundFailedException(
        contender + " has no figure for " + what + ": its JVM " + how + ": " + child.said());
  }
}
