// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheringTest {

  private static final long FLUSH = 100_000;

  private final Gathering gathering = new Gathering();

  private void flushed(int callers, int leftBehind) {
    gathering.flushed(FLUSH, callers);
    gathering.passed(leftBehind);
  }

  @Test
  void loneCallerNeverWaits() {
    assertEquals(0, gathering.begin(1));
    flushed(1, 0);
    assertEquals(0, gathering.begin(1));
  }

  @Test
  void bothHalvesAreExpectedForAsLongAsAFlushTakes() {
    flushed(8, 8);
    assertEquals(FLUSH, gathering.begin(8));
    assertNull(gathering.joined(15));
    assertFalse(gathering.isComplete());
    assertSame(Thread.currentThread(), gathering.joined(16));
    assertTrue(gathering.isComplete());
    assertNull(gathering.joined(17), "the leader is woken once");
  }

  @Test
  void nobodyWaitsWhenAllAreThere() {
    flushed(4, 0);
    assertEquals(0, gathering.begin(4));
  }

  @Test
  void slowFlushDoesNotMakeTheLeaderWaitLong() {
    gathering.flushed(10_000_000_000L, 2);
    gathering.passed(0);
    assertEquals(20_000_000, gathering.begin(1));
  }

  @Test
  void callersThatStayAwayAreWaitedForLessAndLessOften() {
    flushed(4, 0);
    List<Integer> waited = new ArrayList<>();
    for (int group = 0; group < 200; group++) {
      if (gathering.begin(1) > 0) {
        waited.add(group);
        gathering.end();
      }
    }
    assertEquals(List.of(0, 1, 4, 11, 26, 57, 120, 183), waited);
  }

  @Test
  void waitThatPaidMakesTheNextGroupsWaitAgain() {
    flushed(2, 0);
    for (int group = 0; group < 5; group++) {
      if (gathering.begin(1) > 0) {
        gathering.end();
      }
    }
    while (gathering.begin(1) == 0) {
      // Groups that begin without waiting.
    }
    gathering.joined(2);
    gathering.end();
    assertEquals(FLUSH, gathering.begin(1));
  }
}
