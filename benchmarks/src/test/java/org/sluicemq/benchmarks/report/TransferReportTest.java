// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluicemq.benchmarks.workload.TransferRow;

class TransferReportTest {

  private final String page =
      TransferReport.of(
          new TransferResults(
              Samples.CONDITIONS,
              "a database",
              "a transaction manager",
              Arrays.stream(TransferRow.values()).map(TransferReportTest::row).toList()));

  private static RowResult row(TransferRow row) {
    return new RowResult(
        row,
        List.of(
            Samples.series("sluice", 3000, 3100, 2900), Samples.series("a-peer", 1000, 900, 1100)),
        List.of(new Absence("broken-peer", "did not balance\nand more", true)));
  }

  @Test
  void rowsWithAGoalAreComparedWithTheBetterPeer() {
    assertHolds(
        "| row and message in one Jakarta transaction, 1 thread | 3 000 | 1 000 a-peer | 3.00 ×"
            + " | 1.3 × | yes | 40 / 60 |");
    assertFalse(page.contains("| message alone in a local transaction, 1 thread |"), page);
  }

  @Test
  void whatXaAddsIsToldForEachContenderAndNumberOfThreads() {
    assertHolds("| a-peer | 1 | 40 | 40 | 1.00 × | 40 | 1.00 × |");
    assertHolds("| sluice | 16 | 40 | 40 | 1.00 × | 40 | 1.00 × |");
  }

  @Test
  void rowTellsSpreadRatioLatencyFlushesAndWhoHasNone() {
    assertHolds("## message alone in a Jakarta transaction, 16 threads\n");
    assertHolds("| sluice | 3 000 | 2 900 to 3 100 | 3.00 × | – | 40 / 60 | 1.50 |");
    assertHolds("- **broken-peer**: did not balance\n");
  }

  @Test
  void settingsAreTold() {
    assertHolds("- Database: a database\n- Transaction manager: a transaction manager\n");
    assertHolds("| a-peer | a-peer 1.0 | settings of a-peer |");
  }

  private void assertHolds(String line) {
    assertTrue(page.contains(line), () -> "Not found: " + line + "\nin\n" + page);
  }
}
