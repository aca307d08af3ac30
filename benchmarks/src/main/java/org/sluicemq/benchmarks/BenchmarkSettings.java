// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.sluicemq.benchmarks.contender.Contender;
import org.sluicemq.benchmarks.contender.Contenders;
import org.sluicemq.benchmarks.round.BacklogPlan;
import org.sluicemq.benchmarks.round.RoundPlan;
import org.sluicemq.benchmarks.transfer.RowServer;
import org.sluicemq.benchmarks.workload.BacklogRow;
import org.sluicemq.benchmarks.workload.Row;
import org.sluicemq.benchmarks.workload.Rows;
import org.sluicemq.benchmarks.workload.Workload;

/**
 * What one run of the benchmarks does. Immutable.
 *
 * @param rows the rows; loads are run in this order, and then those about a deep backlog
 * @param contenders those who may take part
 * @param peersAsked whether they were asked for by name: then each takes part wherever it can
 * @param rounds how many rounds of each load count
 * @param plan how long a round takes
 * @param directory where stores are kept while a round runs
 * @param output where the results are written
 * @param jvmFlags the flags of the JVM of every round
 * @param backlog how the rows about a deep backlog are run
 * @param database what keeps the rows of transactions: one of {@link RowServer#names()}
 */
record BenchmarkSettings(
    List<Row> rows,
    List<Contender> contenders,
    boolean peersAsked,
    int rounds,
    RoundPlan plan,
    Path directory,
    Path output,
    List<String> jvmFlags,
    BacklogPlan backlog,
    String database) {

  private static final String PREFIX = "bench.";
  private static final String STANDARD = "standard";
  private static final List<String> KNOWN =
      List.of(
          "rows",
          "peers",
          "rounds",
          "seconds",
          "warmup",
          "backlog",
          "directory",
          "output",
          "jvm",
          "deep",
          "deep.jvm",
          "deep.minutes",
          "restarts",
          "database");

  /**
   * Reads the settings from properties that begin with {@code bench.}; each has a default.
   *
   * @throws IllegalArgumentException naming the property that is unknown or has a value that makes
   *     no sense
   */
  static BenchmarkSettings from(Properties properties) {
    refuseUnknown(properties);
    String peers = text(properties, "peers", STANDARD).trim();
    boolean asked = !peers.equals(STANDARD);
    return new BenchmarkSettings(
        Rows.named(text(properties, "rows", "all")),
        asked ? Contenders.named(peers) : Contenders.all(),
        asked,
        number(properties, "rounds", "3"),
        new RoundPlan(
            seconds(properties, "warmup", "8"),
            seconds(properties, "seconds", "3"),
            number(properties, "backlog", "60000")),
        Path.of(text(properties, "directory", "target/bench")),
        Path.of(text(properties, "output", "target/bench-results")),
        words(text(properties, "jvm", "-Xms1g -Xmx1g -XX:+UseG1GC")),
        new BacklogPlan(
            number(properties, "deep", "5000000"),
            number(properties, "restarts", "3"),
            seconds(properties, "deep.minutes", "15").multipliedBy(60),
            words(text(properties, "deep.jvm", "-Xms256m -Xmx256m -XX:+UseG1GC"))),
        database(properties));
  }

  private static String database(Properties properties) {
    String name = text(properties, "database", RowServer.names().get(0));
    if (!RowServer.names().contains(name)) {
      throw new IllegalArgumentException(
          "Setting '" + PREFIX + "database' is '" + name + "'; known are " + RowServer.names());
    }
    return name;
  }

  private static void refuseUnknown(Properties properties) {
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(PREFIX) && !KNOWN.contains(name.substring(PREFIX.length()))) {
        throw new IllegalArgumentException(
            "There is no benchmark setting '"
                + name
                + "'. Known, after '"
                + PREFIX
                + "': "
                + KNOWN);
      }
    }
  }

  /** The loads among the rows. */
  List<Workload> loads() {
    return rows.stream().filter(Workload.class::isInstance).map(Workload.class::cast).toList();
  }

  /** The rows about a deep backlog among the rows. */
  List<BacklogRow> backlogRows() {
    return rows.stream().filter(BacklogRow.class::isInstance).map(BacklogRow.class::cast).toList();
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
