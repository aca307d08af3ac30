// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.sluicemq.benchmarks.report.Absence;
import org.sluicemq.benchmarks.workload.Rows;

class LineUpTest {

  @Test
  void allTakePartWhereEachSendWaits() {
    List<String> all =
        List.of(
            "floor",
            "sluice",
            "artemis-tuned",
            "artemis-default",
            "classic",
            "classic-store-first");
    assertEquals(all, of("standard", "persistent-1-1").names());
    assertEquals(all, of("standard", "persistent-16-4").names());
  }

  @Test
  void variantsSitOutTheOtherRowsUnlessTheyAreAskedFor() {
    assertEquals(
        List.of("floor", "sluice", "artemis-tuned", "classic"),
        of("standard", "transacted-4-4").names());
    assertEquals(
        List.of("sluice", "artemis-tuned", "classic"), of("standard", "nonpersistent-4-4").names());
    assertEquals(
        List.of("floor", "artemis-default"), of("artemis-default", "transacted-4-4").names());
  }

  @Test
  void contenderWithoutAsynchronousSendsSitsTheirRowOutAlsoWhenAskedFor() {
    LineUp lineUp = of("sluice,classic", "asynchronous-1-1");
    assertEquals(List.of("floor", "sluice"), lineUp.names());
    assertEquals(
        List.of(new Absence("classic", "has no asynchronous send", false)), lineUp.absences());
  }

  @Test
  void peersBuildADeepBacklogOnlyWhenTheyAreAskedFor() {
    assertEquals(List.of("sluice"), of("standard", "deep").names());
    assertEquals(List.of("sluice", "classic"), of("sluice,classic", "restart").names());
  }

  @Test
  void settingsThatTellOutsideOfTransactionsOnlySitTheRowsAboutTransactionsOut() {
    assertEquals(
        List.of("floor", "sluice", "artemis-tuned", "artemis-default", "classic"),
        LineUp.ofTransfers(BenchmarkSettings.from(new Properties())).names());
    Properties properties = new Properties();
    properties.setProperty("bench.peers", "classic-store-first");
    assertEquals(
        List.of("floor", "classic-store-first"),
        LineUp.ofTransfers(BenchmarkSettings.from(properties)).names());
  }

  private static LineUp of(String peers, String row) {
    Properties properties = new Properties();
    properties.setProperty("bench.peers", peers);
    return LineUp.of(Rows.named(row).get(0), BenchmarkSettings.from(properties));
  }
}
