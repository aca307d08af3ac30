// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.workload;

import static org.sluicemq.benchmarks.workload.Workload.flow;

import java.util.List;

/** The catalogue of loads. A load is added here and nowhere else. */
public final class Workloads {

  private static final List<Workload> ALL =
      List.of(
          flow("persistent-1-1", "persistent, 1 producer, 1 consumer", 1, 1, 2),
          flow("persistent-16-4", "persistent, 16 producers, 4 consumers", 16, 4, 4),
          flow(
                  "transacted-4-4",
                  "persistent, transactions of 100, 4 producers, 4 consumers",
                  4,
                  4,
                  4)
              .inTransactionsOf(100),
          flow("asynchronous-1-1", "persistent, asynchronous send, 1 producer, 1 consumer", 1, 1, 4)
              .asynchronous(),
          flow("nonpersistent-4-4", "non-persistent, 4 producers, 4 consumers", 4, 4, 4)
              .nonPersistent(),
          flow("drain-4", "drain of a persistent backlog, 4 consumers", 4, 4, 3).drained(),
          flow("topic-8-8", "persistent topic, 8 producers, 8 durable subscriptions", 8, 8, 5)
              .onTopic());

  private Workloads() {}

  /** All loads, in the order in which they are run and reported. */
  public static List<Workload> all() {
    return ALL;
  }

  /**
   * The load of that name.
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
                    "There is no load '"
                        + name
                        + "'. Known loads: "
                        + ALL.stream().map(Workload::name).toList()));
  }
}
