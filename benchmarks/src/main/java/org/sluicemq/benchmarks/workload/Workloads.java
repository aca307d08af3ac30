// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.workload;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sluicemq.benchmarks.workload.Workload.Shape;

/** The catalogue of rows. A row is added here and nowhere else. */
public final class Workloads {

  private static final int BODY = 1024;

  private static final Map<String, Workload> BY_NAME =
      List.of(
              new Workload(
                  "persistent-1-1",
                  "persistent, 1 producer, 1 consumer",
                  Shape.FLOW,
                  false,
                  1,
                  1,
                  BODY,
                  true,
                  0),
              new Workload(
                  "persistent-16-4",
                  "persistent, 16 producers, 4 consumers",
                  Shape.FLOW,
                  false,
                  16,
                  4,
                  BODY,
                  true,
                  0),
              new Workload(
                  "transacted-4-4",
                  "persistent, transactions of 100, 4 producers, 4 consumers",
                  Shape.FLOW,
                  false,
                  4,
                  4,
                  BODY,
                  true,
                  100),
              new Workload(
                  "nonpersistent-4-4",
                  "non-persistent, 4 producers, 4 consumers",
                  Shape.FLOW,
                  false,
                  4,
                  4,
                  BODY,
                  false,
                  0),
              new Workload(
                  "drain-4",
                  "drain of a persistent backlog, 4 consumers",
                  Shape.DRAIN,
                  false,
                  4,
                  4,
                  BODY,
                  true,
                  0),
              new Workload(
                  "topic-8-8",
                  "persistent topic, 8 producers, 8 durable subscriptions",
                  Shape.FLOW,
                  true,
                  8,
                  8,
                  BODY,
                  true,
                  0))
          .stream()
          .collect(
              Collectors.toMap(
                  Workload::name, workload -> workload, (a, b) -> a, LinkedHashMap::new));

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
    Workload workload = BY_NAME.get(name);
    if (workload == null) {
      throw new IllegalArgumentException(
          "There is no benchmark row '" + name + "'. Known rows: " + BY_NAME.keySet());
    }
    return workload;
  }
}
