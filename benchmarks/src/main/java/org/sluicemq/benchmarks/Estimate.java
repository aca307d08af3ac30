// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks;

import java.io.PrintStream;
import org.sluicemq.benchmarks.round.Round;
import org.sluicemq.benchmarks.workload.BacklogRow;
import org.sluicemq.benchmarks.workload.Workload;

/**
 * How long a run will take, roughly.
 *
 * @param steps the rounds of all loads and the courses through the deep backlog
 * @param seconds how long they take together
 */
record Estimate(int steps, double seconds) {

  private static final double START_AND_STOP = 3;
  private static final double FLOOR_START_AND_STOP = 1;
  private static final double BACKLOG_PER_SECOND = 25_000;
  private static final double EACH_RESTART = 6;

  static Estimate of(BenchmarkSettings settings) {
    int steps = 0;
    double seconds = 0;
    for (Workload load : settings.loads()) {
      for (String contender : LineUp.of(load, settings).names()) {
        steps += settings.rounds();
        seconds += settings.rounds() * seconds(settings, contender);
      }
    }
    for (BacklogRow row : settings.backlogRows().stream().limit(1).toList()) {
      int contenders = LineUp.of(row, settings).names().size();
      steps += contenders;
      seconds += contenders * backlogSeconds(settings);
    }
    return new Estimate(steps, seconds);
  }

  /** How long one round takes. */
  static double seconds(BenchmarkSettings settings, String contender) {
    double measured = settings.plan().measured().toMillis() / 1e3;
    return contender.equals(Round.FLOOR)
        ? measured + FLOOR_START_AND_STOP
        : measured + settings.plan().warmUp().toMillis() / 1e3 + START_AND_STOP;
  }

  /** How long one contender takes with the deep backlog. */
  static double backlogSeconds(BenchmarkSettings settings) {
    boolean restarts = settings.backlogRows().contains(BacklogRow.RESTART);
    return settings.backlog().depth() / BACKLOG_PER_SECOND
        + (restarts ? 2 * settings.backlog().restarts() * EACH_RESTART : 0);
  }

  Progress start(PrintStream out) {
    return new Progress(out, steps, seconds);
  }
}
