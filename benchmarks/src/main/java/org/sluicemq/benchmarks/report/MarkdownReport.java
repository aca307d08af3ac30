// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluicemq.benchmarks.round.Measurement;
import org.sluicemq.benchmarks.workload.Workload.Shape;

/** The results as a page of Markdown. Stateless. */
final class MarkdownReport {

  private static final String UNKNOWN = "–";

  private MarkdownReport() {}

  static String of(Conditions conditions, List<RowResult> results, String chart) {
    StringBuilder page = new StringBuilder("# Benchmark results\n\n");
    page.append(
            "Written by the benchmark run itself. What the rows mean, what was done to be fair,")
        .append(" and the command that makes this page: [README](README.md).\n\n");
    appendConditions(page, conditions);
    appendOverview(page, results);
    page.append("\n![Messages per second of each contender, row by row](")
        .append(chart)
        .append(")\n");
    results.forEach(result -> appendRow(page, result));
    appendContenders(page, results);
    return page.toString();
  }

  private static void appendConditions(StringBuilder page, Conditions conditions) {
    page.append("- Date: ").append(conditions.date()).append('\n');
    page.append("- Machine: ").append(conditions.machine().inOneLine()).append('\n');
    page.append("- Rounds: ")
        .append(conditions.rounds())
        .append(" of each row, contenders in turns, each in a JVM of its own (`")
        .append(String.join(" ", conditions.jvmFlags()))
        .append("`), ")
        .append(conditions.plan().warmUp().toMillis() / 1000.0)
        .append(" s of warm-up and ")
        .append(conditions.plan().measured().toMillis() / 1000.0)
        .append(" s measured; a drain has ")
        .append(Numbers.whole(conditions.plan().backlog()))
        .append(" messages before it\n");
    page.append("- Every message of every round was received exactly once, undamaged and in")
        .append(" order; a contender that fails this has no figure\n\n");
  }

  private static void appendOverview(StringBuilder page, List<RowResult> results) {
    page.append("| row | Sluice, messages/s | better peer, messages/s | ratio |\n");
    page.append("|---|---:|---:|---:|\n");
    for (RowResult result : results) {
      page.append("| ").append(result.workload().title()).append(" | ");
      page.append(result.sluice().map(MarkdownReport::rate).orElse(UNKNOWN)).append(" | ");
      page.append(
              result.bestPeer().map(peer -> rate(peer) + " " + peer.contender()).orElse(UNKNOWN))
          .append(" | ");
      page.append(
              result
                  .sluice()
                  .flatMap(sluice -> result.bestPeer().map(peer -> RowResult.ratio(sluice, peer)))
                  .map(Numbers::times)
                  .orElse(UNKNOWN))
          .append(" |\n");
    }
  }

  private static void appendRow(StringBuilder page, RowResult result) {
    page.append("\n## ").append(result.workload().title()).append("\n\n");
    page.append("Row `").append(result.workload().name()).append("`. ");
    page.append("Medians over the rounds; latencies in microseconds.\n\n");
    if (result.disturbed()) {
      page.append(
              "**Disturbed**: a broker seems faster than the disk alone, so something else used")
          .append(" the machine. Do not rely on this row.\n\n");
    }
    page.append("| contender | messages/s | least to most | of the better peer | of the floor")
        .append(" | send p50 | send p99 | end to end p50 | end to end p99 | flushes per message")
        .append(" |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
    for (Series series : result.series()) {
      page.append("| ").append(String.join(" | ", cells(result, series))).append(" |\n");
    }
  }

  private static List<String> cells(RowResult result, Series series) {
    Spread through = series.throughPerSecond();
    boolean endToEnd = !series.isFloor() && result.workload().shape() == Shape.FLOW;
    return List.of(
        series.contender(),
        Numbers.whole(through.median()),
        Numbers.whole(through.least()) + " to " + Numbers.whole(through.most()),
        series.isFloor() ? UNKNOWN : ratio(series, result.bestPeer().orElse(null)),
        ratio(series, result.floor().orElse(null)),
        Numbers.whole(series.median(round -> round.figures().send().p50Micros())),
        Numbers.whole(series.median(round -> round.figures().send().p99Micros())),
        endToEnd
            ? Numbers.whole(series.median(round -> round.figures().endToEnd().p50Micros()))
            : UNKNOWN,
        endToEnd
            ? Numbers.whole(series.median(round -> round.figures().endToEnd().p99Micros()))
            : UNKNOWN,
        series.flushesPerMessage().map(Numbers::small).orElse(UNKNOWN));
  }

  private static String ratio(Series series, Series other) {
    return other == null ? UNKNOWN : Numbers.times(RowResult.ratio(series, other));
  }

  private static String rate(Series series) {
    return Numbers.whole(series.throughPerSecond().median());
  }

  private static void appendContenders(StringBuilder page, List<RowResult> results) {
    page.append("\n## Contenders\n\n| contender | version | settings in force |\n|---|---|---|\n");
    contenders(results)
        .forEach(
            (name, measurement) ->
                page.append("| ")
                    .append(name)
                    .append(" | ")
                    .append(measurement.version())
                    .append(" | ")
                    .append(measurement.settings())
                    .append(" |\n"));
  }

  private static Map<String, Measurement> contenders(List<RowResult> results) {
    Map<String, Measurement> contenders = new LinkedHashMap<>();
    for (RowResult result : results) {
      for (Series series : result.brokers()) {
        contenders.putIfAbsent(series.contender(), series.rounds().get(0));
      }
    }
    return contenders;
  }
}
