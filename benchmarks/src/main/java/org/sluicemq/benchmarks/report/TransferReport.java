// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sluicemq.benchmarks.workload.TransferRow;

/** The results about transactions as a page of Markdown. Used once. */
final class TransferReport {

  private final TransferResults results;
  private final StringBuilder page = new StringBuilder("# Transactions\n\n");

  private TransferReport(TransferResults results) {
    this.results = results;
  }

  static String of(TransferResults results) {
    TransferReport report = new TransferReport(results);
    report.appendHead();
    report.appendOverview();
    report.appendOverhead();
    report.results.rows().forEach(report::appendRow);
    report.appendAbsences();
    MarkdownParts.appendContenders(report.page, MarkdownParts.contenders(results.rows()));
    return report.page.toString();
  }

  private void appendHead() {
    page.append("Written by the benchmark run itself. What the rows mean, and the command that")
        .append(" makes this page: [README](README.md#transactions).\n\n");
    MarkdownParts.appendDoubt(page, results.conditions().machine());
    MarkdownParts.appendConditions(page, results.conditions());
    page.append("; a JVM runs all rows, one after the other\n");
    page.append("- Database: ").append(results.database()).append('\n');
    page.append("- Transaction manager: ").append(results.transactionManager()).append('\n');
    page.append("- After every row the queue held the message of each committed transaction once,")
        .append(" undamaged and in order, the table held its row, and neither held anything else;")
        .append(" a contender that fails this has no figure\n\n");
  }

  private void appendOverview() {
    page.append("| row | Sluice, transactions/s | better peer, transactions/s | ratio | to reach")
        .append(" | reached | p50 / p99, µs |\n|---|---:|---:|---:|---:|---|---:|\n");
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
              standing.send()));
    }
    page.append("\nRates are medians over the rounds; latencies are those of Sluice, from begin to")
        .append(" the return of commit.\n\n![Transactions per second of each contender, row by")
        .append(" row](")
        .append(ReportFiles.TRANSFERS)
        .append(")\n");
  }

  private void appendOverhead() {
    page.append("\n## What XA adds\n\nMicroseconds of a transaction (p50): of the session itself,")
        .append(" of a transaction manager with the broker as its only resource, which commits in")
        .append(" one phase, and with a row of the database, in two.\n\n")
        .append("| contender | threads | local | one phase | ÷ local | row and message | ÷ local")
        .append(" |\n|---|---:|---:|---:|---:|---:|---:|\n");
    for (String contender : MarkdownParts.contenders(results.rows()).keySet()) {
      appendOverhead(
          contender, TransferRow.LOCAL_1, TransferRow.ONE_PHASE_1, TransferRow.TRANSFER_1);
      appendOverhead(
          contender, TransferRow.LOCAL_16, TransferRow.ONE_PHASE_16, TransferRow.TRANSFER_16);
    }
  }

  private void appendOverhead(
      String contender, TransferRow local, TransferRow onePhase, TransferRow twoPhases) {
    Optional<Double> least = latency(contender, local);
    Optional<Double> more = latency(contender, onePhase);
    Optional<Double> most = latency(contender, twoPhases);
    MarkdownParts.appendLine(
        page,
        List.of(
            contender,
            Integer.toString(local.threads()),
            told(least, Numbers::whole),
            told(more, Numbers::whole),
            told(ratio(more, least), Numbers::times),
            told(most, Numbers::whole),
            told(ratio(most, least), Numbers::times)));
  }

  private Optional<Double> latency(String contender, TransferRow row) {
    return results
        .series(contender, row)
        .map(series -> series.median(round -> round.figures().send().p50Micros()));
  }

  private static Optional<Double> ratio(Optional<Double> one, Optional<Double> other) {
    return one.flatMap(value -> other.map(by -> value / by));
  }

  private static String told(Optional<Double> value, Function<Double, String> how) {
    return value.map(how).orElse(Numbers.UNKNOWN);
  }

  private void appendAbsences() {
    List<Absence> absences =
        results.rows().stream().flatMap(row -> row.absences().stream()).distinct().toList();
    MarkdownParts.appendAbsences(page, "Not in these rows", absences);
  }

  private void appendRow(RowResult result) {
    page.append("\n## ").append(result.row().title()).append("\n\n");
    page.append("Row `").append(result.row().label()).append("`. Medians over the rounds.\n\n");
    MarkdownParts.appendDisturbance(page, result, "nothing in its place");
    page.append("| contender | transactions/s | least to most | of the better peer")
        .append(" | of the floor | p50 / p99, µs | flushes per transaction")
        .append(" |\n|---|---:|---:|---:|---:|---:|---:|\n");
    for (Series series : result.series()) {
      Spread rate = series.throughPerSecond();
      MarkdownParts.appendLine(
          page,
          List.of(
              series.contender(),
              Numbers.whole(rate.median()),
              Numbers.whole(rate.least()) + " to " + Numbers.whole(rate.most()),
              series.isFloor()
                  ? Numbers.UNKNOWN
                  : MarkdownReport.ratio(series, result.bestPeer().orElse(null)),
              MarkdownReport.ratio(series, result.floor().orElse(null)),
              series.send(),
              told(series.flushesPerMessage(), Numbers::fine)));
    }
  }
}
