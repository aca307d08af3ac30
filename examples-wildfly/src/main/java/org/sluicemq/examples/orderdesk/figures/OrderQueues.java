// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.figures;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.jms.ConnectionFactory;
import org.sluicemq.examples.orderdesk.figures.BrokerFigures.QueueFigures;

/** The two queues an order can be in, counted by the broker, outside any transaction. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class OrderQueues {

  private static final String NOT_AN_ORDER = "orderId IS NULL";

  @Resource(name = "jms/connectionFactory")
  private ConnectionFactory connectionFactory;

  private final JmxBrokerFigures managed = new JmxBrokerFigures();

  /** Orders that wait or are on their way to the shipping room. */
  public QueueFigures waiting() {
    return figures().of("orders");
  }

  /** Orders that were given up; what others have in the dead-letter queue is not counted. */
  public QueueFigures deadLettered() {
    QueueFigures all = figures().of("DLQ");
    if (all.depth() == 0) {
      return all;
    }
    long foreign = new BrowsedFigures(connectionFactory).count("DLQ", NOT_AN_ORDER);
    return new QueueFigures(all.depth() - foreign, all.inFlight());
  }

  /** Says whether a message of the order waits. */
  public boolean holdsOrder(long orderId) {
    return new BrowsedFigures(connectionFactory).count("orders", "orderId = " + orderId) > 0;
  }

  private BrokerFigures figures() {
    return managed.present() ? managed : new BrowsedFigures(connectionFactory);
  }
}
