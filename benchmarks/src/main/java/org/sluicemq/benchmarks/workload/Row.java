// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.workload;

/** One line of the results: something that is measured, and what is to be reached. Immutable. */
public sealed interface Row permits Workload, BacklogRow, TransferRow {

  /** The short name by which a row is picked on the command line. */
  String label();

  /** What the row is called in a table or a chart. */
  String title();

  /**
   * What Sluice is to reach: the ratio to the better peer for a {@link Workload}; for another row,
   * what that row says.
   */
  double goal();

  /** What is counted. */
  default String unit() {
    return "messages";
  }
}
