// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.List;
import java.util.Optional;
import org.sluicemq.benchmarks.workload.TransferRow;

/**
 * What a run about transactions has found out. Immutable.
 *
 * @param conditions under which
 * @param database the settings of the database, the same for all contenders
 * @param transactionManager those of the transaction manager
 * @param rows all rows
 */
public record TransferResults(
    Conditions conditions, String database, String transactionManager, List<RowResult> rows) {

  /** Where the rows with something to reach stand. */
  List<Standing> standings() {
    return rows.stream().filter(result -> result.row().goal() > 0).map(Standing::of).toList();
  }

  /** What a contender has shown in a row, if it has figures there. */
  Optional<Series> series(String contender, TransferRow row) {
    return rows.stream()
        .filter(result -> result.row() == row)
        .flatMap(result -> result.series().stream())
        .filter(series -> series.contender().equals(contender))
        .findFirst();
  }

  /** Where each row stands, for a terminal. */
  public List<String> inLines() {
    return standings().stream().map(Standing::inOneLine).toList();
  }
}
