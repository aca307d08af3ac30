// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.time.Instant;

/** A time that stands still, in which no timer rings. */
public final class TimersThatStand implements Timers {

  @Override
  public Instant instant() {
    return Instant.EPOCH;
  }

  @Override
  public Runnable executeAt(Runnable task, long at) {
    return () -> {};
  }
}
