// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.time.InstantSource;

/** The time, and a thread to do something when it has come. */
public interface Timers extends InstantSource {

  /**
   * Runs a task when its time has come.
   *
   * @param task must not throw
   * @param at milliseconds since the epoch
   * @return forgets the task; without effect once it has begun
   */
  Runnable executeAt(Runnable task, long at);
}
