// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.figures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateSeriesTest {

  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  private final RateSeries series = new RateSeries(4);

  @Test
  void eventsAreCountedByTheSecondOldestFirst() {
    series.add(NOON, 2);
    series.add(NOON.plusMillis(900), 1);
    series.add(NOON.plusSeconds(2), 5);
    assertArrayEquals(new int[] {3, 0, 5}, series.before(NOON.plusSeconds(3)));
  }

  @Test
  void theSecondThatRunsIsLeftOut() {
    series.add(NOON, 2);
    assertArrayEquals(new int[] {0, 0, 0}, series.before(NOON.plusMillis(500)));
  }

  @Test
  void whatIsOlderThanTheWindowIsForgotten() {
    series.add(NOON, 2);
    series.add(NOON.plusSeconds(4), 1);
    assertArrayEquals(new int[] {0, 0, 1}, series.before(NOON.plusSeconds(5)));
    assertArrayEquals(new int[] {0, 0, 0}, series.before(NOON.plusSeconds(60)));
  }

  @Test
  void lateNewsOfAForgottenSecondIsDropped() {
    series.add(NOON.plusSeconds(4), 1);
    series.add(NOON, 7);
    assertArrayEquals(new int[] {0, 0, 1}, series.before(NOON.plusSeconds(5)));
  }
}
