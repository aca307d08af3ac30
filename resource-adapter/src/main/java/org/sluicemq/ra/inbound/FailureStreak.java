// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.inbound;

import java.time.Duration;
import org.sluicemq.ra.inbound.ActivationSettings.PauseSettings;

/**
 * Failures in a row, and how long to pause because of them. Shared by all deliveries of an
 * activation: when its database is down, every message fails, and each would use up its attempts in
 * an instant. Safe for any thread.
 */
final class FailureStreak {

  private final PauseSettings settings;
  private int length;

  FailureStreak(PauseSettings settings) {
    this.settings = settings;
  }

  /** One more failure; tells the pause that is due now. */
  synchronized Duration failed() {
    length++;
    return pause();
  }

  /** Something went well: the streak ends. */
  synchronized void succeeded() {
    length = 0;
  }

  /** The pause that is due before the next attempt, zero when there is none. */
  synchronized Duration pause() {
    int excess = length - settings.failures() - 1;
    if (excess < 0) {
      return Duration.ZERO;
    }
    long longest = settings.longest().toMillis();
    long doubled = settings.first().toMillis() << Math.min(excess, 20);
    return Duration.ofMillis(Math.min(longest, doubled));
  }
}
