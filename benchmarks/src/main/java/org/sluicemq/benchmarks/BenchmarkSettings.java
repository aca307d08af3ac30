// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.sluicemq.benchmarks.contender.Contender;
import org.sluicemq.benchmarks.contender.Contenders;
import org.sluicemq.benchmarks.round.RoundPlan;
import org.sluicemq.benchmarks.workload.Workload;
import org.sluicemq.benchmarks.workload.Workloads;

/**
 * What one run of the benchmarks does. Immutable.
 *
 * @param rows the workloads, in the order in which they are run and reported
 * @param contenders the contenders, in the order in which they take turns
 * @param rounds how many rounds of each row count
 * @param plan how long a round takes
 * @param directory where stores are kept while a round runs
 * @param output where the results are written
 * @param jvmFlags the flags of the JVM of every round
 */
record BenchmarkSettings(
    List<Workload> rows,
    List<Contender> contenders,
    int rounds,
    RoundPlan plan,
    Path directory,
    Path output,
    List<String> jvmFlags) {

  private static final String PREFIX = "bench.";

  /**
   * Reads the settings from properties that begin with {@code bench.}; each has a default.
   *
   * @throws IllegalArgumentException naming the property that is unknown or has a value that makes
   *     no sense
   */
  static BenchmarkSettings from(Properties properties) {
    List<String> known =
        List.of(
            "rows",
            "peers",
            "rounds",
            "seconds",
            "warmup",
            "backlog",
            "directory",
            "output",
            "jvm");
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(PREFIX) && !known.contains(name.substring(PREFIX.length()))) {
        throw new IllegalArgumentException(
            "There is no benchmark setting '"
                + name
                + "'. Known, after '"
                + PREFIX
                + "': "
                + known);
      }
    }
    return new BenchmarkSettings(
        Workloads.named(text(properties, "rows", "persistent-1-1,persistent-16-4")),
        Contenders.named(
            text(
                properties,
                "peers",
                "sluice,artemis-tuned,artemis-default,classic,classic-store-first")),
        number(properties, "rounds", "5"),
        new RoundPlan(
            seconds(properties, "warmup", "3"),
            seconds(properties, "seconds", "5"),
            number(properties, "backlog", "60000")),
        Path.of(text(properties, "directory", "target/bench")),
        Path.of(text(properties, "output", "target/bench-results")),
        words(text(properties, "jvm", "-Xms1g -Xmx1g -XX:+UseG1GC")));
  }

  private static String text(Properties properties, String name, String standard) {
    return properties.getProperty(PREFIX + name, standard);
  }

  private static int number(Properties properties, String name, String standard) {
    return (int) positive(properties, name, standard, 1);
  }

  private static Duration seconds(Properties properties, String name, String standard) {
    return Duration.ofMillis((long) (1000 * positive(properties, name, standard, 0.001)));
  }

  private static double positive(
      Properties properties, String name, String standard, double least) {
    String value = text(properties, name, standard);
    try {
      double number = Double.parseDouble(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw refused(name, value, least, notANumber);
    }
    throw refused(name, value, least, null);
  }

  private static IllegalArgumentException refused(
      String name, String value, double least, Exception cause) {
    return new IllegalArgumentException(
        "Setting '" + PREFIX + name + "' is '" + value + "'; it must be a number from " + least,
        cause);
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.trim().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
