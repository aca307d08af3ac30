// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RowResultTest {

  @Test
  void betterPeerIsByMedianAndNeitherSluiceNorTheFloor() {
    assertEquals("fast-peer", Samples.ROW.bestPeer().orElseThrow().contender());
  }

  @Test
  void lineForTheTerminalHoldsMediansAndRatio() {
    assertEquals(
        "persistent-1-1, median messages/s: floor 10 000, sluice 5 000, slow-peer 1 000,"
            + " fast-peer 2 000; sluice is 2.50 × of the better peer",
        Samples.ROW.inOneLine());
  }

  @Test
  void rowWithoutPeersHasNoRatio() {
    RowResult alone = Samples.row(Samples.series("sluice", 5000));
    assertTrue(alone.bestPeer().isEmpty());
    assertEquals("persistent-1-1, median messages/s: sluice 5 000", alone.inOneLine());
  }

  @Test
  void rowWithABrokerAboveTheFloorIsDisturbed() {
    RowResult disturbed = Samples.row(Samples.series("floor", 400), Samples.series("sluice", 500));
    assertTrue(disturbed.disturbed());
    assertTrue(disturbed.inOneLine().contains("DISTURBED"), disturbed.inOneLine());
    assertFalse(Samples.ROW.disturbed());
  }

  @Test
  void loneSenderIsComparedWithTheFloor() {
    assertEquals(
        "A lone sender waits 40 µs for a send (p50), and a bare write with its force takes 40 µs:"
            + " 1.00 × the floor",
        Samples.ROW.aboveTheFloor().orElseThrow());
    assertTrue(Samples.row(Samples.series("sluice", 5000)).aboveTheFloor().isEmpty());
  }

  @Test
  void flushesPerMessageNeedEveryRound() {
    assertEquals(1.5, Samples.series("sluice", 1, 2).flushesPerMessage().orElseThrow());
  }
}
