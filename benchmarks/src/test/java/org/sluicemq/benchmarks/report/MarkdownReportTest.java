// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MarkdownReportTest {

  private final String page = MarkdownReport.of(Samples.RESULTS);

  @Test
  void overviewComparesWithTheBetterPeerAndTheGoal() {
    assertHolds(
        "| persistent, 1 producer, 1 consumer | 5 000 | 2 000 fast-peer | 2.50 × | 2 × | yes"
            + " | 40 / 60 | 70 / 80 |");
    assertHolds("| 906 ÷ 996 | see below | 0.91 | 0.8 | yes | – | – |");
    assertHolds(
        "| 0.60 s after a clean stop, 1.60 s after a kill | see below | 1.70 s at most | under 3 s"
            + " | yes | – | – |");
  }

  @Test
  void goalThatIsMissedIsSaidToBe() {
    String told =
        told(Samples.row(Samples.series("sluice", 1900), Samples.series("fast-peer", 1000)));
    assertTrue(told.contains("| 1.90 × | 2 × | no |"), told);
  }

  @Test
  void rowTellsSpreadRatiosLatenciesAndFlushes() {
    assertHolds("| sluice | 5 000 | 4 900 to 5 100 | 2.50 × | 0.50 × | 40 / 60 | 70 / 80 | 1.50 |");
    assertHolds(
        "| slow-peer | 1 000 | 900 to 1 100 | 0.50 × | 0.10 × | 40 / 60 | 70 / 80 | 1.50 |");
    assertHolds("| floor | 10 000 | 9 000 to 11 000 | – | 1.00 × | 40 / 60 | – | 1.50 |");
  }

  @Test
  void contenderWithoutAFigureIsNamedWithTheReason() {
    assertHolds("- lame-peer: cannot run\n- **broken-peer**: did not balance\n");
    assertFalse(page.contains("and more"), page);
  }

  @Test
  void loneSenderIsToldInOneSentence() {
    assertHolds("1.00 × the floor.");
  }

  @Test
  void backlogTellsBothEndsItsSizeItsRestartsAndWhoSank() {
    assertHolds("| sluice | 996 (992 to 1 000) | 906 (902 to 910) | 0.91 | 950 | 2 000 |");
    assertHolds("| sluice | 0.60 (0.50 to 0.70) | 1.60 (1.50 to 1.70) | 1.60 |");
    assertHolds("Not to the end: slow-peer died of it\n");
  }

  @Test
  void conditionsAndContendersAreTold() {
    assertHolds("- Date: 2001-02-03");
    assertHolds("2 × a processor, 2.0 GiB, an OS, a JVM, stores on a file system");
    assertHolds("(`-Xmx1g`), 1.0 s of warm-up and 2.0 s measured");
    assertHolds("| fast-peer | fast-peer 1.0 | settings of fast-peer |");
    assertHolds("](results.svg)");
    assertFalse(page.contains("**Not quiet**"), page);
  }

  @Test
  void runThatWasBrokenOffIsMarkedWithWhatIsMissing() {
    assertHolds("**Partial**: the run did not come to its end. Missing: drain-4.");
    assertFalse(told(Samples.ROW).contains("Partial"));
  }

  @Test
  void disturbedRowIsMarked() {
    String told = told(Samples.row(Samples.series("floor", 400), Samples.series("sluice", 500)));
    assertTrue(told.contains("**Disturbed**"), told);
    assertFalse(page.contains("**Disturbed**"), page);
  }

  @Test
  void rowWithoutSluiceHasNoRatio() {
    String told = told(Samples.row(Samples.series("peer", 7)));
    assertTrue(told.contains("| – | 7 peer | – | 2 × | – | – | – |"), told);
  }

  private static String told(RowResult row) {
    return MarkdownReport.of(Samples.results(row));
  }

  private void assertHolds(String line) {
    assertTrue(page.contains(line), () -> "Not found: " + line + "\nin\n" + page);
  }
}
