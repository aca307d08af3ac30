// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.time.Instant;
import org.sluicemq.broker.transaction.Timers;

/** The broker's scheduler as branches see it. */
record SchedulerTimers(Scheduler scheduler) implements Timers {

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(scheduler.now());
  }

  @Override
  public long millis() {
    return scheduler.now();
  }

  @Override
  public Runnable executeAt(Runnable task, long at) {
    return scheduler.executeAt(task, at)::cancel;
  }
}
