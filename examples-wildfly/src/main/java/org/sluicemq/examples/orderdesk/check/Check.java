// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.check;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Judges whether orders placed = shipped + waiting + dead-lettered + rejected.
 *
 * <p>Rows and queues cannot be read in one instant while transactions commit in both. So the terms
 * count only if the rows stood still around the broker's answer; and a difference is held against
 * the system only when nothing has moved for a while: a second, or a minute while a transaction
 * holds a message or recovery after a start may still decide one.
 *
 * <p>Thread-safe: its monitor guards what it remembers of the last look.
 */
public final class Check {

  static final Duration QUIET = Duration.ofSeconds(1);
  static final Duration RECOVERY = Duration.ofMinutes(1);

  private final Clock clock;
  private final Instant startedAt;
  private Terms last;
  private Instant lastMovedAt;
  private Instant lastHeldAt;

  /** Begins with nothing seen. */
  public Check(Clock clock) {
    this.clock = clock;
    startedAt = clock.instant();
    lastMovedAt = startedAt;
  }

  /** Judges the terms against those of the look before. */
  public synchronized Verdict judge(Terms terms) {
    Instant now = clock.instant();
    if (!terms.rowsStoodStill() || !terms.sameFiguresAs(last)) {
      lastMovedAt = now;
    }
    last = terms;
    if (terms.rowsStoodStill() && terms.difference() == 0) {
      lastHeldAt = now;
      return new Verdict(CheckState.HOLDS, terms, now);
    }
    CheckState state = mayStillMove(terms, now) ? CheckState.MOVING : CheckState.BROKEN;
    return new Verdict(state, terms, lastHeldAt);
  }

  private boolean mayStillMove(Terms terms, Instant now) {
    if (now.isBefore(startedAt.plus(RECOVERY))) {
      return true;
    }
    return now.isBefore(lastMovedAt.plus(terms.held() ? RECOVERY : QUIET));
  }
}
