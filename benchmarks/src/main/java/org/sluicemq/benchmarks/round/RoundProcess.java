// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import java.nio.file.Path;
import java.time.Duration;
import org.sluicemq.benchmarks.contender.Contenders;
import org.sluicemq.benchmarks.workload.Workload;
import org.sluicemq.benchmarks.workload.Workloads;

/**
 * The JVM of one round. It ends with 0 and a measurement in the result file, or with 1 and a stack
 * trace; it ends itself, because a broker that failed may have left threads running.
 */
public final class RoundProcess {

  private RoundProcess() {}

  /**
   * Runs one round.
   *
   * @param arguments contender, workload, store directory, result file, warm-up and measured time
   *     in milliseconds, backlog
   */
  public static void main(String[] arguments) {
    end(
        () -> {
          Workload workload = Workloads.byName(arguments[1]);
          Round round = new Round(workload, Path.of(arguments[2]), plan(arguments));
          Measurement measurement =
              Round.FLOOR.equals(arguments[0])
                  ? round.measureFloor()
                  : round.measure(Contenders.byName(arguments[0]));
          measurement.writeTo(Path.of(arguments[3]));
        });
  }

  /** How long a round takes, as its arguments say. */
  static RoundPlan plan(String[] arguments) {
    return new RoundPlan(
        Duration.ofMillis(Long.parseLong(arguments[4])),
        Duration.ofMillis(Long.parseLong(arguments[5])),
        Integer.parseInt(arguments[6]));
  }

  /** What a JVM is started for. */
  @FunctionalInterface
  interface Task {
    void run() throws Exception;
  }

  /** Does the task and ends the JVM. */
  static void end(Task task) {
    int status = 0;
    try {
      task.run();
    } catch (Exception failure) {
      ChildJvm.tellFailure(failure);
      status = 1;
    }
    System.exit(status);
  }
}
