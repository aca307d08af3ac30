// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

/** Wakes a backlog at the earliest of the times it was set to. Guarded by the backlog's lock. */
final class Alarm {

  private final Scheduler scheduler;
  private final Runnable action;
  private long next = Horizon.NEVER;
  private Scheduler.Timer timer = () -> {};
  private boolean ended;

  /**
   * Is set to no time.
   *
   * @param action called without the lock; it asks {@link #rings} first
   */
  Alarm(Scheduler scheduler, Runnable action) {
    this.scheduler = scheduler;
    this.action = action;
  }

  /** Wakes at this time too; {@link Horizon#NEVER} for not. */
  void at(long time) {
    if (time < next && !ended) {
      next = time;
      wind();
    }
  }

  private void wind() {
    timer.cancel();
    timer = scheduler.executeAt(action, next);
  }

  /** Whether the time has come; if so the alarm is set to no time any more. */
  boolean rings() {
    if (next == Horizon.NEVER) {
      return false;
    }
    if (scheduler.now() < next) {
      // Timers run on elapsed time, and the clock may have been set back meanwhile.
      wind();
      return false;
    }
    next = Horizon.NEVER;
    return true;
  }

  /** Never rings again, and keeps nothing alive. */
  void end() {
    timer.cancel();
    next = Horizon.NEVER;
    ended = true;
  }
}
