// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.selecting;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * Asks parsed selectors about messages in memory and counts the answers in a second of the thread's
 * processor time, which others on the machine do not change much. All products take turns, round
 * after round, and the median of the rounds counts. Ends with an exception when two of them
 * disagree about a message.
 */
public final class SelectorBenchmark {
  private static final int CARS = 1 << 10;
  private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(200);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  static final List<String> SELECTORS =
      List.of(
          "color = 'blue'",
          "color = 'blue' AND weight > 2500",
          "JMSPriority > 6 OR color IN ('red', 'green') AND price BETWEEN 12000 AND 20000",
          "name LIKE 'car-_%7'",
          "weight * 2 + 10 > 5000 AND NOT (color = 'red') AND sold = FALSE",
          "color IS NULL AND sold = TRUE");

  private SelectorBenchmark() {}

  /**
   * Measures all selectors on all products.
   *
   * @param arguments the number of rounds, and the file for the results
   * @throws Exception when a product refuses a selector, products disagree, or the file cannot be
   *     written
   */
  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[0]);
    Path file = Path.of(arguments[1]);
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    List<String> rows = new ArrayList<>();
    for (String selector : SELECTORS) {
      rows.add(row(selector, rounds));
      System.out.println(rows.get(rows.size() - 1));
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, page(rows, rounds, load));
  }

  private static String row(String selector, int rounds) throws Exception {
    Evaluator[] all = Evaluator.values();
    List<IntPredicate> prepared = prepare(selector);
    double[][] measured = new double[all.length][rounds];
    // The first half of all that runs is warm-up; its figures are overwritten.
    for (int round = -rounds; round < rounds; round++) {
      for (int i = 0; i < all.length; i++) {
        int turn = (i + round + rounds) % all.length;
        measured[turn][Math.max(0, round)] = perSecond(prepared.get(turn));
      }
    }
    StringBuilder row = new StringBuilder("| `" + selector + "` |");
    for (double[] figures : measured) {
      Arrays.sort(figures);
      row.append(String.format(Locale.ROOT, " %.1f |", figures[rounds / 2] / 1e6));
    }
    return row.toString();
  }

  /** Parses the selector with every product, and makes sure that they mean the same by it. */
  static List<IntPredicate> prepare(String selector) throws Exception {
    List<Car> cars = Car.fleet(CARS);
    List<IntPredicate> prepared = new ArrayList<>();
    for (Evaluator evaluator : Evaluator.values()) {
      prepared.add(evaluator.prepare(selector, cars));
    }
    for (int car = 0; car < CARS; car++) {
      for (IntPredicate other : prepared) {
        if (other.test(car) != prepared.get(0).test(car)) {
          throw new IllegalStateException(selector + " is not the same to all: " + cars.get(car));
        }
      }
    }
    return prepared;
  }

  private static double perSecond(IntPredicate selector) {
    long answers = 0;
    long matches = 0;
    long start = THREADS.getCurrentThreadCpuTime();
    long spent;
    do {
      for (int car = 0; car < CARS; car++) {
        matches += selector.test(car) ? 1 : 0;
      }
      answers += CARS;
      spent = THREADS.getCurrentThreadCpuTime() - start;
    } while (spent < SLICE);
    if (matches == 0 || matches == answers) {
      throw new IllegalStateException("A selector that chooses nothing measures nothing");
    }
    return answers * 1e9 / spent;
  }

  private static String page(List<String> rows, int rounds, double load) {
    StringBuilder page = new StringBuilder("# Selectors\n\n");
    page.append(
        "Millions of evaluations in a second of processor time of one thread: the median of ");
    page.append(
        rounds + " rounds in turns, after as many to warm up, over " + CARS + " messages;\n");
    page.append(System.getProperty("java.vm.name") + " ");
    page.append(System.getProperty("java.runtime.version"));
    page.append(String.format(Locale.ROOT, ", load average before the start %.2f", load));
    page.append(". What is measured, and how to run");
    page.append(" it, is told [here](README.md#selectors).\n\n| selector |");
    for (Evaluator evaluator : Evaluator.values()) {
      page.append(" " + evaluator.product() + " |");
    }
    page.append("\n|---|" + "---:|".repeat(Evaluator.values().length) + "\n");
    rows.forEach(row -> page.append(row + "\n"));
    return page.toString();
  }
}
