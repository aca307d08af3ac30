// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sluicemq.ra.inbound.ActivationSettings.PauseSettings;

class FailureStreakTest {

  private final FailureStreak streak =
      new FailureStreak(new PauseSettings(2, Duration.ofMillis(100), Duration.ofMillis(350)));

  @Test
  void pausesBeginAfterTheFailuresThatAreBorneAndGrowToTheLongest() {
    assertEquals(Duration.ZERO, streak.pause());
    assertEquals(Duration.ZERO, streak.failed());
    assertEquals(Duration.ZERO, streak.failed());
    assertEquals(Duration.ofMillis(100), streak.failed());
    assertEquals(Duration.ofMillis(200), streak.failed());
    assertEquals(Duration.ofMillis(350), streak.failed());
    assertEquals(Duration.ofMillis(350), streak.pause());
  }

  @Test
  void successEndsTheStreak() {
    streak.failed();
    streak.failed();
    streak.failed();

    streak.succeeded();

    assertEquals(Duration.ZERO, streak.pause());
    assertEquals(Duration.ZERO, streak.failed());
  }

  @Test
  void longStreakStaysAtTheLongestPause() {
    for (int i = 0; i < 1000; i++) {
      streak.failed();
    }

    assertEquals(Duration.ofMillis(350), streak.pause());
  }
}
