// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.flow;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import org.sluicemq.examples.orderdesk.order.OrderLine;

/**
 * An order on its way to the shipping room, as a map message.
 *
 * @param orderId the order's number; also a property, for selectors
 * @param article the article's code
 * @param quantity how many
 */
public record OrderMessage(long orderId, String article, int quantity) {

  /** The queue that orders wait in. */
  public static final String QUEUE = "orders";

  /** The property that holds the order's number. */
  public static final String ORDER_ID = "orderId";

  OrderMessage(long orderId, OrderLine line) {
    this(orderId, line.article(), line.quantity());
  }

  /** Sends the order in the caller's transaction. */
  public void send(JMSContext context) {
    try {
      MapMessage message = context.createMapMessage();
      message.setLongProperty(ORDER_ID, orderId);
      message.setString("article", article);
      message.setInt("quantity", quantity);
      context.createProducer().send(context.createQueue(QUEUE), message);
    } catch (JMSException refused) {
      throw new IllegalStateException(
          "order " + orderId + " could not be made a message: " + refused.getMessage(), refused);
    }
  }

  /** Reads the order out of a message. */
  static OrderMessage read(Message message) throws JMSException {
    if (!(message instanceof MapMessage map) || !message.propertyExists(ORDER_ID)) {
      throw new IllegalArgumentException(
          "message " + message.getJMSMessageID() + " in queue " + QUEUE + " is not an order");
    }
    return new OrderMessage(
        map.getLongProperty(ORDER_ID), map.getString("article"), map.getInt("quantity"));
  }

  OrderMessage withArticle(String other) {
    return new OrderMessage(orderId, other, quantity);
  }
}
