// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.workload;

/**
 * A row about transactions of which each sends one persistent message, made by so many threads at
 * once. A contender runs all of them in one JVM, one after the other.
 */
public enum TransferRow implements Row {
  /** A row in a database and a message, both or neither. */
  TRANSFER_1("transfer-1", "row and message in one Jakarta transaction, 1 thread", 1, 1.3),
  /** The same: how well prepares and commits of several transactions share forces. */
  TRANSFER_16("transfer-16", "row and message in one Jakarta transaction, 16 threads", 16, 2),
  /** A message alone: the broker is the only resource, and commits in one phase. */
  ONE_PHASE_1("one-phase-1", "message alone in a Jakarta transaction, 1 thread", 1, 0),
  /** The same with many threads. */
  ONE_PHASE_16("one-phase-16", "message alone in a Jakarta transaction, 16 threads", 16, 0),
  /** A message alone, committed by its session: what the other rows are compared with. */
  LOCAL_1("local-1", "message alone in a local transaction, 1 thread", 1, 0),
  /** The same with many threads. */
  LOCAL_16("local-16", "message alone in a local transaction, 16 threads", 16, 0);

  private final String label;
  private final String title;
  private final int threads;
  private final double goal;

  TransferRow(String label, String title, int threads, double goal) {
    this.label = label;
    this.title = title;
    this.threads = threads;
    this.goal = goal;
  }

  /** How many threads make transactions, each one after the other. */
  public int threads() {
    return threads;
  }

  /** Whether a row of a database is written with the message: then there are two resources. */
  public boolean writesRow() {
    return this == TRANSFER_1 || this == TRANSFER_16;
  }

  /** Whether a transaction manager commits, and not the session itself. */
  public boolean jakarta() {
    return this != LOCAL_1 && this != LOCAL_16;
  }

  /**
   * How many forces of a transaction follow one another: with two resources each of them prepares,
   * the decision is logged, and each of them commits.
   */
  public int forces() {
    return writesRow() ? 5 : 1;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public String title() {
    return title;
  }

  /** The ratio to the better peer; 0 where nothing was asked. */
  @Override
  public double goal() {
    return goal;
  }

  @Override
  public String unit() {
    return "transactions";
  }
}
