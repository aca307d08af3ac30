// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.workload;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** All rows: the loads and, after them, those about a deep backlog. */
public final class Rows {

  private Rows() {}

  /** All rows, in the order in which they are run and reported. */
  public static List<Row> all() {
    return Stream.<Row>concat(Workloads.all().stream(), Arrays.stream(BacklogRow.values()))
        .toList();
  }

  /**
   * The rows of a comma-separated list of names, in the order of the list; {@code all} for all.
   *
   * @throws IllegalArgumentException when a name is unknown; the message lists the known ones
   */
  public static List<Row> named(String names) {
    if (names.trim().equals("all")) {
      return all();
    }
    return Arrays.stream(names.split(","))
        .map(String::trim)
        .filter(name -> !name.isEmpty())
        .map(Rows::byName)
        .toList();
  }

  private static Row byName(String name) {
    return all().stream()
        .filter(row -> row.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no benchmark row '"
                        + name
                        + "'. Known rows: "
                        + all().stream().map(Row::label).toList()
                        + ", or 'all'"));
  }
}
