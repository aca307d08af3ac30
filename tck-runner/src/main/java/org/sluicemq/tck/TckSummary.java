// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All results of a run in one, against the number of tests that the TCK has: tests that did not run
 * are as bad as tests that failed. Immutable.
 *
 * @param results the tests that ran
 * @param expected how many should have
 */
record TckSummary(List<TestResult> results, int expected) {

  private record Line(String name, long tests, long passed, double seconds) {
    static Line of(String name, List<TestResult> results) {
      return new Line(
          name,
          results.size(),
          results.stream().filter(TestResult::passed).count(),
          results.stream().mapToDouble(TestResult::seconds).sum());
    }

    Line named(String newName) {
      return new Line(newName, tests, passed, seconds);
    }

    String row() {
      return String.format(Locale.ROOT, "| %s | %d | %d | %.1f |", name, tests, passed, seconds);
    }

    String text() {
      return String.format(Locale.ROOT, "%-18s %4d of %4d, %7.1f s", name, passed, tests, seconds);
    }
  }

  long passed() {
    return results.stream().filter(TestResult::passed).count();
  }

  /** Whether every test of the TCK ran and passed. */
  boolean complete() {
    return passed() == expected && results.size() == expected;
  }

  /** What a person wants to know at the end of a run. */
  List<String> shortly() {
    List<String> lines = new ArrayList<>();
    by(TestResult::area).forEach(line -> lines.add(line.text()));
    failures().forEach(test -> lines.add("FAILED " + place(test) + ": " + test.failure()));
    lines.add(verdict());
    return lines;
  }

  /** The one line that says it all. */
  String verdict() {
    String verdict = "TCK of Jakarta Messaging: " + passed() + " of " + expected + " passed";
    if (complete()) {
      return verdict;
    }
    long others = results.size() - passed();
    String missing =
        results.size() == expected ? "" : ", and " + results.size() + " ran instead of " + expected;
    return verdict + ", " + others + " did not" + missing;
  }

  /** The report as Markdown: the facts of the run, each group, and each failure. */
  String markdown(Map<String, String> facts) {
    StringBuilder text = new StringBuilder("# " + verdict() + "\n\n| | |\n|---|---|\n");
    facts.forEach((name, value) -> text.append("| " + name + " | " + value + " |\n"));
    text.append("\n| group | tests | passed | seconds |\n|---|---|---|---|\n");
    by(TestResult::group).forEach(line -> text.append(line.row() + "\n"));
    by(TestResult::area)
        .forEach(line -> text.append(line.named("**all of " + line.name + "**").row() + "\n"));
    text.append(Line.of("**all**", results).row() + "\n");
    for (TestResult test : failures()) {
      text.append("\n- `" + place(test) + "`: " + test.failure());
    }
    return text.append("\n").toString();
  }

  private List<Line> by(Function<TestResult, String> part) {
    return results.stream()
        .collect(Collectors.groupingBy(part, TreeMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(entry -> Line.of(entry.getKey(), entry.getValue()))
        .toList();
  }

  private List<TestResult> failures() {
    return results.stream().filter(test -> !test.passed()).toList();
  }

  private static String place(TestResult test) {
    return test.testClass() + "#" + test.name();
  }
}
