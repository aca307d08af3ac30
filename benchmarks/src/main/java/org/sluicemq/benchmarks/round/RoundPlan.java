// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import java.time.Duration;

/**
 * How long a round takes.
 *
 * @param warmUp how long the workload runs before the clock counts
 * @param measured how long producers send on the clock
 * @param backlog how many messages a drain has before it
 */
public record RoundPlan(Duration warmUp, Duration measured, int backlog) {

  private static final int LEAD_IN_PART = 8;
  private static final Duration LONGEST_FLOOR_WARM_UP = Duration.ofMillis(500);

  /** How many messages a drain has before it while it warms up. */
  public int warmUpBacklog() {
    return Math.max(1, backlog / 3);
  }

  /** How long a row about transactions warms up, after the round has. */
  public Duration leadIn() {
    return warmUp.dividedBy(LEAD_IN_PART);
  }

  /** How long the disk alone is warmed up, which has next to no code to compile. */
  Duration floorWarmUp() {
    return LONGEST_FLOOR_WARM_UP.compareTo(warmUp) < 0 ? LONGEST_FLOOR_WARM_UP : warmUp;
  }
}
