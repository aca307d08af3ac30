// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.util.function.LongUnaryOperator;

/**
 * Looks at all branches when the first of them is due: one timer, however many there are, so that a
 * branch that ends in time costs nothing but a comparison. Thread-safe.
 */
final class Watch {

  private final Timers timers;
  private final LongUnaryOperator look;

  /** Written under the lock; read without it by the many for whom it is early enough. */
  private volatile long next = Branch.NEVER;

  private Runnable cancel = () -> {};

  /**
   * Is set to no time.
   *
   * @param look looks at all branches at the time given, and tells when to look again
   */
  Watch(Timers timers, LongUnaryOperator look) {
    this.timers = timers;
    this.look = look;
  }

  /** Looks at this time too; {@link Branch#NEVER} for not. */
  void at(long time) {
    if (time < next) {
      wind(time);
    }
  }

  private synchronized void wind(long time) {
    if (time < next) {
      next = time;
      cancel.run();
      cancel = timers.executeAt(this::ring, time);
    }
  }

  private void ring() {
    synchronized (this) {
      next = Branch.NEVER;
    }
    at(look.applyAsLong(timers.millis()));
  }
}
