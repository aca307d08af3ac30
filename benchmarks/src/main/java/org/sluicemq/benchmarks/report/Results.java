// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluicemq.benchmarks.round.BacklogOutcome;
import org.sluicemq.benchmarks.workload.BacklogRow;
import org.sluicemq.benchmarks.workload.Row;

/**
 * All that a run has found out so far. Immutable.
 *
 * @param conditions under which
 * @param asked the rows that were asked for
 * @param rows the loads that are done
 * @param backlogs the contenders that are done with the deep backlog
 */
public record Results(
    Conditions conditions, List<Row> asked, List<RowResult> rows, List<BacklogOutcome> backlogs) {

  /** A run that has found out nothing yet. */
  public static Results none(Conditions conditions, List<Row> asked) {
    return new Results(conditions, asked, List.of(), List.of());
  }

  /** These and one row more. */
  public Results with(RowResult row) {
    List<RowResult> more = new ArrayList<>(rows);
    more.add(row);
    return new Results(conditions, asked, List.copyOf(more), backlogs);
  }

  /** These and one contender more that is done with the deep backlog. */
  public Results with(BacklogOutcome backlog) {
    List<BacklogOutcome> more = new ArrayList<>(backlogs);
    more.add(backlog);
    return new Results(conditions, asked, rows, List.copyOf(more));
  }

  /** The rows that were asked for and are not done. */
  public List<String> missing() {
    return asked.stream().map(Row::label).filter(label -> !isDone(label)).toList();
  }

  private boolean isDone(String label) {
    return backlogRows().stream().anyMatch(row -> row.label().equals(label))
        || rows.stream().anyMatch(row -> row.row().label().equals(label));
  }

  /** The rows about the deep backlog that were asked for, once a contender is done with it. */
  List<BacklogRow> backlogRows() {
    return backlogs.isEmpty()
        ? List.of()
        : asked.stream().filter(BacklogRow.class::isInstance).map(BacklogRow.class::cast).toList();
  }

  /** Where each row stands, in the order in which rows were asked for. */
  List<Standing> standings() {
    Stream<Standing> loads = rows.stream().map(Standing::of);
    Stream<Standing> others = backlogRows().stream().map(row -> Standing.of(row, backlogs));
    return Stream.concat(loads, others).toList();
  }

  /** What a lone sender pays beyond the disk, in one sentence, if that was measured. */
  public Optional<String> loneSender() {
    return rows.stream()
        .filter(row -> row.row().label().equals("persistent-1-1"))
        .findFirst()
        .flatMap(RowResult::aboveTheFloor);
  }

  /** Where each row stands, for a terminal. */
  public List<String> inLines() {
    return standings().stream().map(Standing::inOneLine).toList();
  }
}
