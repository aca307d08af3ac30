// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {

  private final String page =
      MarkdownReport.of(Samples.CONDITIONS, List.of(Samples.ROW), "chart.svg");

  @Test
  void overviewComparesWithTheBetterPeer() {
    assertHolds("| persistent, 1 producer, 1 consumer | 5 000 | 2 000 fast-peer | 2.50 × |");
  }

  @Test
  void rowTellsSpreadRatiosLatenciesAndFlushes() {
    assertHolds("| sluice | 5 000 | 4 900 to 5 100 | 2.50 × | 0.50 × | 40 | 60 | 70 | 80 | 1.50 |");
    assertHolds(
        "| slow-peer | 1 000 | 900 to 1 100 | 0.50 × | 0.10 × | 40 | 60 | 70 | 80 | 1.50 |");
    assertHolds("| floor | 10 000 | 9 000 to 11 000 | – | 1.00 × | 40 | 60 | – | – | 1.50 |");
  }

  @Test
  void conditionsAndContendersAreTold() {
    assertHolds("- Date: 2001-02-03");
    assertHolds("2 × a processor, 2.0 GiB, an OS, a JVM, stores on a file system");
    assertHolds("(`-Xmx1g`), 1.0 s of warm-up and 2.0 s measured");
    assertHolds("| fast-peer | fast-peer 1.0 | settings of fast-peer |");
    assertHolds("](chart.svg)");
  }

  @Test
  void disturbedRowIsMarked() {
    RowResult disturbed =
        new RowResult(
            Samples.ROW.workload(),
            List.of(Samples.series("floor", 400), Samples.series("sluice", 500)));
    String told = MarkdownReport.of(Samples.CONDITIONS, List.of(disturbed), "chart.svg");
    assertTrue(told.contains("**Disturbed**"), told);
    assertFalse(page.contains("**Disturbed**"), page);
  }

  @Test
  void rowWithoutSluiceHasNoRatio() {
    RowResult peers = new RowResult(Samples.ROW.workload(), List.of(Samples.series("peer", 7)));
    String told = MarkdownReport.of(Samples.CONDITIONS, List.of(peers), "chart.svg");
    assertTrue(told.contains("| persistent, 1 producer, 1 consumer | – | 7 peer | – |"), told);
  }

  private void assertHolds(String line) {
    assertTrue(page.contains(line), () -> "Not found: " + line + "\nin\n" + page);
  }
}
