// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluicemq.examples.orderdesk.order.RowCounts;

class CheckTest {

  private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

  private final SetClock clock = new SetClock();
  private final Check check = new Check(clock);

  @BeforeEach
  void letRecoveryPass() {
    clock.advance(Check.RECOVERY);
  }

  @Test
  void equalSidesHold() {
    Verdict verdict = check.judge(new Terms(new RowCounts(10, 5, 1, 0), 3, 0L, 1, true));
    assertEquals(CheckState.HOLDS, verdict.state());
    assertEquals(clock.instant(), verdict.lastHeldAt());
  }

  @Test
  void equalSidesAreNotExactWhileRowsMoved() {
    Verdict verdict = check.judge(new Terms(new RowCounts(10, 5, 1, 0), 3, 0L, 1, false));
    assertEquals(CheckState.MOVING, verdict.state());
  }

  @Test
  void differenceIsMovingFirstAndBrokenWhenNothingMovesForASecond() {
    Terms lost = new Terms(new RowCounts(10, 5, 1, 0), 2, 0L, 1, true);
    assertEquals(1, lost.difference());
    assertEquals(CheckState.MOVING, check.judge(lost).state());
    clock.advance(Check.QUIET.minusMillis(1));
    assertEquals(CheckState.MOVING, check.judge(lost).state());
    clock.advance(Duration.ofMillis(1));
    assertEquals(CheckState.BROKEN, check.judge(lost).state());
  }

  @Test
  void orderThatIsThereTwiceIsBrokenToo() {
    Terms twice = new Terms(new RowCounts(10, 6, 1, 0), 3, 0L, 1, true);
    check.judge(twice);
    clock.advance(Check.QUIET);
    assertEquals(CheckState.BROKEN, check.judge(twice).state());
    assertEquals(-1, twice.difference());
  }

  @Test
  void movementBeginsTheQuietTimeAnew() {
    check.judge(new Terms(new RowCounts(10, 5, 1, 0), 2, 0L, 1, true));
    clock.advance(Check.QUIET);
    Terms moved = new Terms(new RowCounts(10, 6, 1, 0), 1, 0L, 1, true);
    assertEquals(CheckState.MOVING, check.judge(moved).state());
  }

  @Test
  void differenceThatATransactionHoldsIsGivenTimeForRecovery() {
    Terms held = new Terms(new RowCounts(10, 5, 1, 0), 2, 1L, 1, true);
    check.judge(held);
    clock.advance(Check.RECOVERY.minusMillis(1));
    assertEquals(CheckState.MOVING, check.judge(held).state());
    clock.advance(Duration.ofMillis(1));
    assertEquals(CheckState.BROKEN, check.judge(held).state());
  }

  @Test
  void differenceRightAfterAStartIsGivenTimeForRecovery() {
    Check fresh = new Check(clock);
    Terms lost = new Terms(new RowCounts(10, 5, 1, 0), 2, 0L, 1, true);
    fresh.judge(lost);
    clock.advance(Check.QUIET);
    assertEquals(CheckState.MOVING, fresh.judge(lost).state());
    clock.advance(Check.RECOVERY);
    assertEquals(CheckState.BROKEN, fresh.judge(lost).state());
  }

  @Test
  void timeOfTheLastExactLookIsKept() {
    check.judge(new Terms(new RowCounts(1, 0, 0, 0), 1, 0L, 0, true));
    Instant held = clock.instant();
    clock.advance(Duration.ofSeconds(5));
    assertEquals(
        held, check.judge(new Terms(new RowCounts(2, 0, 0, 0), 1, 0L, 0, true)).lastHeldAt());
  }

  private static final class SetClock extends Clock {
    private Instant now = START;

    void advance(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
