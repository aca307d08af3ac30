// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.flow;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.sluicemq.examples.orderdesk.figures.FiguresEvent;
import org.sluicemq.examples.orderdesk.order.Catalogue;
import org.sluicemq.examples.orderdesk.order.OrderRows;

/**
 * The shipping room: reserves stock and records the shipment in the transaction that takes the
 * message.
 *
 * <p>Too little stock is an outcome, not a failure: the order is rejected and its message is done.
 * An article that nobody knows is a failure: the message comes back and is a dead letter in the
 * end.
 */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "destination", propertyValue = OrderMessage.QUEUE),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "8")
    })
public class ShipOrders implements MessageListener {

  private static final Logger LOG = System.getLogger(ShipOrders.class.getName());
  private static final int LOOKS_FOR_ROW = 300;
  private static final long BETWEEN_LOOKS_MILLIS = 100;

  @Resource(name = "jms/connectionFactory")
  private ConnectionFactory connectionFactory;

  @Inject private OrderRows orders;
  @Inject private Catalogue catalogue;

  @Override
  public void onMessage(Message message) {
    try {
      OrderMessage order = OrderMessage.read(message);
      if (!lockRow(order.orderId())) {
        throw new IllegalStateException(
            "order %d has a message and no row".formatted(order.orderId()));
      }
      if (orders.hasOutcome(order.orderId())) {
        orders.recordDuplicate(order.orderId(), message.getJMSMessageID());
      } else {
        ship(order);
      }
    } catch (JMSException unreadable) {
      throw new IllegalStateException("the order could not be read", unreadable);
    }
  }

  private void ship(OrderMessage order) {
    if (!catalogue.holds(order.article())) {
      throw new IllegalArgumentException(
          "article %s is not in the catalogue".formatted(order.article()));
    }
    boolean reserved = catalogue.reserve(order.article(), order.quantity());
    if (reserved) {
      orders.recordShipment(order.orderId());
    } else {
      orders.recordRejection(order.orderId(), "fewer than %d in stock".formatted(order.quantity()));
    }
    try (JMSContext context = connectionFactory.createContext()) {
      (reserved ? FiguresEvent.shipped(1) : FiguresEvent.rejected(1)).publish(context);
    }
  }

  /**
   * Locks the order's row. After a crash the message's branch may be decided before the row's: then
   * the row is there as soon as recovery has come to it, which is asked for as long as the database
   * would wait for a lock.
   */
  private boolean lockRow(long orderId) {
    for (int look = 0; look < LOOKS_FOR_ROW; look++) {
      if (orders.lock(orderId)) {
        return true;
      }
      if (look == 0) {
        LOG.log(Level.INFO, "Order {0} has no row yet: waiting for recovery", orderId);
      }
      try {
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }
}
