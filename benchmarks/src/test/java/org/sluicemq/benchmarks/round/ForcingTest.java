// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.sluicemq.benchmarks.workload.TransferRow;
import org.sluicemq.benchmarks.workload.Workloads;

class ForcingTest {

  @Test
  void loneSenderNeedsAFlushForEveryMessage() {
    assertDoesNotThrow(() -> require("persistent-1-1", 1000, 1000));
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> require("persistent-1-1", 1000, 999));
    assertEquals(
        "cheat has sent 1000 persistent messages while the disk was told to empty its cache only"
            + " 999 times: not every send was forced, so it cannot be compared",
        refused.getMessage());
  }

  @Test
  void sixteenSendersMayShareAFlush() {
    assertDoesNotThrow(() -> require("persistent-16-4", 1600, 100));
    assertThrows(IllegalStateException.class, () -> require("persistent-16-4", 1601, 100));
  }

  @Test
  void fourTransactionsOfAHundredMayShareAFlush() {
    assertDoesNotThrow(() -> require("transacted-4-4", 4000, 10));
    assertThrows(IllegalStateException.class, () -> require("transacted-4-4", 4000, 9));
  }

  @Test
  void eachThreadNeedsAFlushForEachForceOfItsTransactions() {
    assertDoesNotThrow(() -> Forcing.require("cheat", TransferRow.TRANSFER_1, 100, 500));
    assertDoesNotThrow(() -> Forcing.require("cheat", TransferRow.TRANSFER_16, 1600, 500));
    assertDoesNotThrow(() -> Forcing.require("cheat", TransferRow.LOCAL_16, 1600, 100));
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () -> Forcing.require("cheat", TransferRow.TRANSFER_16, 1600, 499));
    assertEquals(
        "cheat has committed 1600 transactions of 5 forces each in 16 threads while the disk was"
            + " told to empty its cache only 499 times: not all of it was forced, so it cannot be"
            + " compared",
        refused.getMessage());
  }

  private static void require(String row, long messages, long flushes) {
    Forcing.require("cheat", Workloads.byName(row), messages, flushes);
  }
}
