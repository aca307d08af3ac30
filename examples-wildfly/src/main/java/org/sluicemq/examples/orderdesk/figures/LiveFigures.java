// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.figures;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.sluicemq.examples.orderdesk.order.OrderRows;

/**
 * How many orders a second were placed and dealt with in the last minute. Kept by the news of the
 * topic; begun from the rows at a start. Thread-safe through its series.
 */
@ApplicationScoped
public class LiveFigures {

  private static final int WINDOW_SECONDS = 61;

  private final RateSeries placed = new RateSeries(WINDOW_SECONDS);
  private final RateSeries done = new RateSeries(WINDOW_SECONDS);

  @Inject private OrderRows orders;

  @PostConstruct
  void beginFromRows() {
    Instant since = Instant.now().minus(Duration.ofSeconds(WINDOW_SECONDS));
    orders.doneSince(since).forEach(when -> done.add(when, 1));
    orders.placedSince(since).forEach(when -> placed.add(when, 1));
  }

  void hear(FiguresEvent event, Instant when) {
    RateSeries series = event.kind() == FiguresEvent.Kind.PLACED ? placed : done;
    series.add(when, event.count());
  }

  /** Orders placed in each of the last sixty seconds, oldest first. */
  public int[] placedPerSecond() {
    return placed.before(Instant.now());
  }

  /** Orders shipped or rejected in each of the last sixty seconds, oldest first. */
  public int[] donePerSecond() {
    return done.before(Instant.now());
  }
}
