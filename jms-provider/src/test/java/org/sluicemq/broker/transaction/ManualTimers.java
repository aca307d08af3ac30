// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** A time that a test moves, and timers that ring on the thread that moves it. */
final class ManualTimers implements Timers {

  private final TreeMap<Long, Runnable> timers = new TreeMap<>();
  private long now = 1_000_000;

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(now);
  }

  @Override
  public Runnable executeAt(Runnable task, long at) {
    timers.put(at, task);
    return () -> timers.remove(at, task);
  }

  /** How many timers wait. */
  int waiting() {
    return timers.size();
  }

  /** Moves the time without a timer ringing yet. */
  void pass(long millis) {
    now += millis;
  }

  void advance(long millis) {
    pass(millis);
    for (Map.Entry<Long, Runnable> due = timers.floorEntry(now);
        due != null;
        due = timers.floorEntry(now)) {
      timers.remove(due.getKey());
      due.getValue().run();
    }
  }
}
