// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The matrix would tell: each flaw, put in on purpose, breaks the books at a point of its own. */
@Timeout(600)
class FlawTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ROW_OUTSIDE | send: before prepare of broker | 1 has an outgoing row, and nothing has arrived
          MESSAGE_OUTSIDE | send: before prepare of broker | 1 has arrived, and has no outgoing row
          EARLY_ACKNOWLEDGEMENT | receipt 1: before start of database | 1 has an outgoing row, and nothing has arrived
          COMMIT_NOT_DONE | send: after removal from the log | 1 has an outgoing row, and nothing has arrived
          NOTHING_RECOVERED | send: before commit of broker | After recovery in doubt: doubt broker
          LOG_NOT_WRITTEN | send: after commit of broker | 1 has arrived, and has no outgoing row
          """)
  void booksTellOf(Flaw flaw, String point, String expected) throws Exception {
    assertTells(flaw, "", point, expected);
  }

  @ParameterizedTest
  @CsvSource({"NONE", "DISK_NOT_FORCED"})
  void booksTellOfADiskThatForcesNothing(Flaw flaw) throws Exception {
    String expected = flaw == Flaw.NONE ? "" : "1 has an outgoing row, and nothing has arrived";
    assertTells(flaw, "ALL_LOST", "send: after removal from the log", expected);
  }

  private static void assertTells(Flaw flaw, String loss, String point, String expected)
      throws Exception {
    try (Trial trial = new Trial(Database.H2)) {
      Halted halted =
          trial.live(
              trial
                  .script()
                  .transferring(1, 1, 1)
                  .endingAt("transfer 1, " + point)
                  .losing(loss, 1)
                  .with(flaw));
      assertEquals("transfer 1, " + point, halted.at());
      List<String> broken = trial.judge(flaw);
      if (expected.isEmpty()) {
        assertEquals(List.of(), broken);
      } else {
        assertTrue(broken.stream().anyMatch(told -> told.startsWith(expected)), broken.toString());
      }
    }
  }
}
