// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

/** Wakes a backlog at the earliest of the times it was set to. Guarded by the backlog's lock. */
final class Alarm {

  private final Scheduler scheduler;
  private final Runnable action;
  private long next = Horizon.NEVER;

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
    if (time < next) {
      next = time;
      scheduler.executeAt(action, time);
    }
  }

  /** Whether the time has come; if so the alarm is set to no time any more. */
  boolean rings() {
    if (scheduler.now() < next) {
      return false;
    }
    next = Horizon.NEVER;
    return true;
  }
}
