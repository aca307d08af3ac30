// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.workload;

import static org.sluicemq.benchmarks.workload.Workload.flow;

import java.util.Arrays;
import java.util.List;

/** The catalogue of rows. A row is added here and nowhere else. */
public final class Workloads {

  private static final List<Workload> ALL =
      List.of(
          flow("persistent-1-1", "persistent, 1 producer, 1 consumer", 1, 1),
          flow("persistent-16-4", "persistent, 16 producers, 4 consumers", 16, 4),
          flow("transacted-4-4", "persistent, transactions of 100, 4 producers, 4 consumers", 4, 4)
              .inTransactionsOf(100),
          flow("asynchronous-1-1", "persistent, asynchronous send, 1 producer, 1 consumer", 1, 1)
              .asynchronous(),
          flow("nonpersistent-4-4", "non-persistent, 4 producers, 4 consumers", 4, 4)
              .nonPersistent(),
          flow("drain-4", "drain of a persistent backlog, 4 consumers", 4, 4).drained(),
          flow("topic-8-8", "persistent topic, 8 producers, 8 durable subscriptions", 8, 8)
              .onTopic());

  private Workloads() {}

  /**
   * The rows of a comma-separated list of names, in the order of the list.
   *
   * @throws IllegalArgumentException when a name is unknown; the message lists the known ones
   */
  public static List<Workload> named(String names) {
    return Arrays.stream(names.split(","))
        .map(String::trim)
        .filter(name -> !name.isEmpty())
        .map(Workloads::byName)
        .toList();
  }

  /**
   * The row of that name.
   *
   * @throws IllegalArgumentException when the name is unknown; the message lists the known ones
   */
  public static Workload byName(String name) {
    return ALL.stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no benchmark row '"
                        + name
                        + "'. Known rows: "
                        + ALL.stream().map(Workload::name).toList()));
  }
}
