// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.check;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.sluicemq.examples.orderdesk.figures.BrokerFigures.QueueFigures;
import org.sluicemq.examples.orderdesk.figures.OrderQueues;
import org.sluicemq.examples.orderdesk.order.OrderRows;
import org.sluicemq.examples.orderdesk.order.RowCounts;

/** Reads the terms where they are, and has them judged. */
@ApplicationScoped
public class OrderCheck {

  private final Check check = new Check(Clock.systemUTC());

  @Inject private OrderRows orders;
  @Inject private OrderQueues queues;

  /** Looks once. Must be called outside a transaction, or the rows would never be seen to move. */
  public Verdict look() {
    RowCounts before = orders.count();
    QueueFigures waiting = queues.waiting();
    QueueFigures dead = queues.deadLettered();
    RowCounts after = orders.count();
    return check.judge(
        new Terms(after, waiting.depth(), waiting.inFlight(), dead.depth(), before.equals(after)));
  }
}
