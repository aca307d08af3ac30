// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.List;
import java.util.Map;

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
    MarkdownParts.appendDoubt(page, results.conditions().machine());
  }

  private void appendConditions() {
    Conditions conditions = results.conditions();
    MarkdownParts.appendConditions(page, conditions);
    page.append("; a drain has ")
        .append(Numbers.whole(conditions.plan().backlog()))
        .append(" messages before it\n");
    page.append("- Every message of every round was received exactly once, undamaged and in")
        .append(" order; a contender that fails this has no figure\n\n");
  }

  private void appendOverview() {
    page.append("| row | Sluice, messages/s | better peer, messages/s | ratio | to reach | reached")
        .append(" | send p50 / p99, µs | end to end p50 / p99, µs |\n");
    page.append("|---|---:|---:|---:|---:|---|---:|---:|\n");
    for (Standing standing : results.standings()) {
      MarkdownParts.appendLine(
          page,
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
    page.append("\n## ").append(result.row().title()).append("\n\n");
    page.append("Row `").append(result.row().label()).append("`. ");
    page.append("Medians over the rounds; latencies in microseconds.\n\n");
    MarkdownParts.appendDisturbance(page, result, "the disk alone");
    page.append("| contender | messages/s | least to most | of the better peer | of the floor")
        .append(" | send p50 / p99 | end to end p50 / p99 | flushes per message")
        .append(" |\n|---|---:|---:|---:|---:|---:|---:|---:|\n");
    result.series().forEach(series -> MarkdownParts.appendLine(page, cells(result, series)));
    MarkdownParts.appendAbsences(page, "Not in this row", result.absences());
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

  static String ratio(Series series, Series other) {
    return other == null ? Numbers.UNKNOWN : Numbers.times(RowResult.ratio(series, other));
  }

  private void appendContenders() {
    Map<String, List<String>> contenders = MarkdownParts.contenders(results.rows());
    results.backlogs().stream()
        .filter(backlog -> backlog.measured().isPresent())
        .forEach(
            backlog ->
                contenders.putIfAbsent(
                    backlog.contender(),
                    List.of(
                        backlog.measured().orElseThrow().version(),
                        backlog.measured().orElseThrow().settings())));
    MarkdownParts.appendContenders(page, contenders);
  }
}
