// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class AuditTest {

  private static final int[] SENT = {3, 2};

  @Test
  void everyMessageOnceBalancesWhicheverConsumerReceivedIt() {
    Ledger one = ledger(0, 0, 0, 2, 1, 1);
    Ledger other = ledger(0, 1, 1, 0);
    assertDoesNotThrow(() -> Audit.check(SENT, List.of(one, other)));
  }

  @Test
  void lostMessageIsNamed() {
    assertUnbalanced(
        "1 of the 3 messages of producer 0 were lost, the first is number 1",
        ledger(0, 0, 0, 2, 1, 0, 1, 1));
  }

  @Test
  void lostLastMessageIsNamed() {
    assertUnbalanced(
        "1 of the 2 messages of producer 1 were lost, the first is number 1",
        ledger(0, 0, 0, 1, 0, 2, 1, 0));
  }

  @Test
  void messageReceivedByTwoConsumersIsNamed() {
    assertUnbalanced(
        "1 messages of producer 0 were received by two consumers, the first is number 2",
        ledger(0, 0, 0, 1, 0, 2, 1, 0, 1, 1),
        ledger(0, 2));
  }

  @Test
  void messageReceivedTwiceByOneConsumerIsCounted() {
    assertUnbalanced(
        "1 messages were received twice by one consumer",
        ledger(0, 0, 0, 1, 0, 1, 0, 2, 1, 0, 1, 1));
  }

  @Test
  void messageOutOfOrderIsCounted() {
    assertUnbalanced(
        "1 messages were received after a later message of the same producer",
        ledger(0, 1, 0, 0, 0, 2, 1, 0, 1, 1));
  }

  @Test
  void messageNeverSentIsNamed() {
    assertUnbalanced(
        "Message 5 of producer 1 was never sent", ledger(0, 0, 0, 1, 0, 2, 1, 0, 1, 1, 1, 5));
  }

  private static void assertUnbalanced(String message, Ledger... ledgers) {
    UnbalancedException unbalanced =
        assertThrows(UnbalancedException.class, () -> Audit.check(SENT, List.of(ledgers)));
    assertEquals(message, unbalanced.getMessage());
  }

  private static Ledger ledger(int... producersAndSequences) {
    Ledger ledger = new Ledger(SENT.length);
    for (int i = 0; i < producersAndSequences.length; i += 2) {
      ledger.record(producersAndSequences[i], producersAndSequences[i + 1]);
    }
    return ledger;
  }
}
