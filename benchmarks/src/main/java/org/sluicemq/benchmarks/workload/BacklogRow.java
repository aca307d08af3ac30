// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.workload;

/**
 * A row about a backlog far larger than the heap. Both are measured on one store: it is filled, and
 * then started again and again.
 */
public enum BacklogRow implements Row {
  /** How fast messages are taken in at the end of filling the backlog, compared with its start. */
  DEEP("deep", "deep backlog in a small heap: send rate at the end ÷ at the start", 0.8),
  /** How long it takes from opening the store until the first message is received, in seconds. */
  RESTART("restart", "restart with that backlog to the first delivery", 3);

  private final String label;
  private final String title;
  private final double goal;

  BacklogRow(String label, String title, double goal) {
    this.label = label;
    this.title = title;
    this.goal = goal;
  }

  /** The ratio to reach from below, or the seconds to stay under. */
  @Override
  public double goal() {
    return goal;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String label() {
    return label;
  }
}
