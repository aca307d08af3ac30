// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.time.Duration;

/** Where merges are done, and the clock that they are timed by. Safe for any thread. */
interface MergeThread {

  /** Does something soon. */
  void execute(Runnable merge);

  /** Does something when a time has passed. */
  void schedule(Duration delay, Runnable merge);
}
