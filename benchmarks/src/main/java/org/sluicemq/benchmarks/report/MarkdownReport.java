// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluicemq.benchmarks.round.RoundPlan;

/** The results as a page of Markdown. Used once. */
final class MarkdownReport {

  private final Results results;
  private final StringBuilder page = new StringBuilder("# Benchmark results\n\n");

  private MarkdownReport(Results results) {
    this.results = results;
  }

  static String of(Results results) {
    MarkdownReport report = new MarkdownReport(results);
    report.appendHead();
    report.appendConditions();
    report.appendOverview();
    report.appendLoads();
    BacklogSection.append(report.page, results);
    report.appendContenders();
    return report.page.toString();
  }

  private void appendHead() {
    page.append(
            "Written by the benchmark run itself. What the rows mean, what was done to be fair,")
        .append(" and the command that makes this page: [README](README.md).\n\n");
    if (!results.missing().isEmpty()) {
      page.append("**Partial**: the run did not come to its end. Missing: ")
          .append(String.join(", ", results.missing()))
          .append(".\n\n");
    }
    if (results.conditions().machine().busy()) {
      page.append("**Not quiet**: others used the machine when the run began. Rates are too low,")
          .append(" and ratios may be off.\n\n");
    }
  }

  private void appendConditions() {
    Conditions conditions = results.conditions();
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
        .append(" s measured; a drain has ")
        .append(Numbers.whole(plan.backlog()))
        .append(" messages before it\n");
    page.append("- Every message of every round was received exactly once, undamaged and in")
        .append(" order; a contender that fails this has no figure\n\n");
  }

  private void appendOverview() {
    page.append("| row | Sluice, messages/s | better peer, messages/s | ratio | to reach | reached")
        .append(" | send p50 / p99, µs | end to end p50 / p99, µs |\n");
    page.append("|---|---:|---:|---:|---:|---|---:|---:|\n");
    for (Standing standing : results.standings()) {
      appendLine(
          List.of(
              standing.title(),
              standing.sluice(),
              standing.peer(),
              standing.ratio(),
              standing.goal(),
              standing.reached(),
              standing.send(),
              standing.endToEnd()));
    }
    page.append("\nRates are medians over the rounds; latencies are those of Sluice.");
    results.loneSender().ifPresent(told -> page.append(' ').append(told).append('.'));
    page.append("\n\n![What Sluice reached of each row's goal](")
        .append(ReportFiles.GOALS)
        .append(")\n");
  }

  private void appendLoads() {
    if (!results.rows().isEmpty()) {
      page.append("\n![Messages per second of each contender, row by row](")
          .append(ReportFiles.CHART)
          .append(")\n");
    }
    results.rows().forEach(this::appendLoad);
  }

  private void appendLoad(RowResult result) {
    page.append("\n## ").append(result.workload().title()).append("\n\n");
    page.append("Row `").append(result.workload().name()).append("`. ");
    page.append("Medians over the rounds; latencies in microseconds.\n\n");
    if (result.disturbed()) {
      page.append(
              "**Disturbed**: a broker seems faster than the disk alone, so something else used")
          .append(" the machine. Do not rely on this row.\n\n");
    }
    page.append("| contender | messages/s | least to most | of the better peer | of the floor")
        .append(" | send p50 / p99 | end to end p50 / p99 | flushes per message")
        .append(" |\n|---|---:|---:|---:|---:|---:|---:|---:|\n");
    result.series().forEach(series -> appendLine(cells(result, series)));
    appendAbsences(result);
  }

  private void appendLine(List<String> cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static List<String> cells(RowResult result, Series series) {
    Spread through = series.throughPerSecond();
    return List.of(
        series.contender(),
        Numbers.whole(through.median()),
        Numbers.whole(through.least()) + " to " + Numbers.whole(through.most()),
        series.isFloor() ? Numbers.UNKNOWN : ratio(series, result.bestPeer().orElse(null)),
        ratio(series, result.floor().orElse(null)),
        result.flows() ? series.send() : Numbers.UNKNOWN,
        result.flows() && !series.isFloor() ? series.endToEnd() : Numbers.UNKNOWN,
        series.flushesPerMessage().map(Numbers::fine).orElse(Numbers.UNKNOWN));
  }

  private static String ratio(Series series, Series other) {
    return other == null ? Numbers.UNKNOWN : Numbers.times(RowResult.ratio(series, other));
  }

  private void appendAbsences(RowResult result) {
    if (!result.absences().isEmpty()) {
      page.append("\nNot in this row:\n\n");
    }
    for (Absence absence : result.absences()) {
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

  private void appendContenders() {
    page.append("\n## Contenders\n\n| contender | version | settings in force |\n|---|---|---|\n");
    contenders().forEach((name, about) -> appendLine(List.of(name, about.get(0), about.get(1))));
  }

  private Map<String, List<String>> contenders() {
    Map<String, List<String>> contenders = new LinkedHashMap<>();
    for (RowResult result : results.rows()) {
      for (Series series : result.brokers()) {
        var round = series.rounds().get(0);
        contenders.putIfAbsent(series.contender(), List.of(round.version(), round.settings()));
      }
    }
    results.backlogs().stream()
        .filter(backlog -> backlog.measured().isPresent())
        .forEach(
            backlog ->
                contenders.putIfAbsent(
                    backlog.contender(),
                    List.of(
                        backlog.measured().orElseThrow().version(),
                        backlog.measured().orElseThrow().settings())));
    return contenders;
  }
}
