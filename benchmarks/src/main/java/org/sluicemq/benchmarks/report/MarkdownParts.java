// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluicemq.benchmarks.round.RoundPlan;

/** What every page of results has. */
final class MarkdownParts {

  private MarkdownParts() {}

  static void appendLine(StringBuilder page, List<String> cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /** Says so when figures cannot be those of a quiet machine. */
  static void appendDoubt(StringBuilder page, Machine machine) {
    if (machine.busy()) {
      page.append("**Not quiet**: others used the machine when the run began. Rates are too low,")
          .append(" and ratios may be off.\n\n");
    }
  }

  /** A list of what was the same for all, whose last line may go on. */
  static void appendConditions(StringBuilder page, Conditions conditions) {
    RoundPlan plan = conditions.plan();
    page.append("- Date: ").append(conditions.date()).append('\n');
    page.append("- Machine: ").append(conditions.machine().inOneLine()).append('\n');
    page.append("- Rounds: ")
        .append(conditions.rounds())
        .append(" of each row, contenders in turns, each in a JVM of its own (`")
        .append(String.join(" ", conditions.jvmFlags()))
        .append("`), ")
        .append(plan.warmUp().toMillis() / 1000.0)
        .append(" s of warm-up and ")
        .append(plan.measured().toMillis() / 1000.0)
        .append(" s measured");
  }

  /** Says so when a broker seems faster than the floor. */
  static void appendDisturbance(StringBuilder page, RowResult result, String floor) {
    if (result.disturbed()) {
      page.append("**Disturbed**: a broker seems faster than ")
          .append(floor)
          .append(", so something else used the machine. Do not rely on this row.\n\n");
    }
  }

  static void appendAbsences(StringBuilder page, String where, List<Absence> absences) {
    if (!absences.isEmpty()) {
      page.append('\n').append(where).append(":\n\n");
    }
    for (Absence absence : absences) {
      page.append("- ")
          .append(absence.failed() ? "**" + absence.contender() + "**" : absence.contender())
          .append(": ")
          .append(firstLine(absence.reason()))
          .append('\n');
    }
  }

  static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** Version and settings of each broker in any of the rows, by its name. */
  static Map<String, List<String>> contenders(List<RowResult> rows) {
    Map<String, List<String>> contenders = new LinkedHashMap<>();
    for (RowResult result : rows) {
      for (Series series : result.brokers()) {
        var round = series.rounds().get(0);
        contenders.putIfAbsent(series.contender(), List.of(round.version(), round.settings()));
      }
    }
    return contenders;
  }

  static void appendContenders(StringBuilder page, Map<String, List<String>> contenders) {
    page.append("\n## Contenders\n\n| contender | version | settings in force |\n|---|---|---|\n");
    contenders.forEach(
        (name, about) -> appendLine(page, List.of(name, about.get(0), about.get(1))));
  }
}
