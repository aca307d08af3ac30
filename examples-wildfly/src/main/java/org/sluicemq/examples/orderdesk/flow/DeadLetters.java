// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.flow;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.sluicemq.examples.orderdesk.order.Catalogue;
import org.sluicemq.examples.orderdesk.order.OrderRows;

/** Orders that were given up: shows them, and sends them back when they are mended. */
@Stateless
public class DeadLetters {

  /** The queue that the resource adapter moves a message to when it has failed too often. */
  public static final String QUEUE = "DLQ";

  private static final String ORDERS_ONLY = OrderMessage.ORDER_ID + " IS NOT NULL";
  private static final long PATIENCE_MILLIS = 3_000;

  @Resource(name = "jms/connectionFactory")
  private ConnectionFactory connectionFactory;

  @Inject private OrderRows orders;
  @Inject private Catalogue catalogue;

  /** The first dead orders. */
  public List<DeadLetter> first(int limit) {
    try (JMSContext context = connectionFactory.createContext();
        QueueBrowser browser = context.createBrowser(queue(context), ORDERS_ONLY)) {
      List<DeadLetter> letters = new ArrayList<>();
      Enumeration<?> messages = browser.getEnumeration();
      while (letters.size() < limit && messages.hasMoreElements()) {
        letters.add(letter((Message) messages.nextElement()));
      }
      return letters;
    } catch (JMSException refused) {
      throw new IllegalStateException(
          "Queue " + QUEUE + " could not be read: " + refused.getMessage(), refused);
    }
  }

  /**
   * Gives the order an article that is in the catalogue and sends it back: the row, the message
   * taken out and the message sent are one transaction.
   *
   * @throws NotPossible if the article is unknown or the dead letter is no longer there
   */
  public void mendAndSendBack(String messageId, String article) {
    if (!catalogue.holds(article)) {
      throw new NotPossible(
          "Article %s is not in the catalogue: choose another.".formatted(article));
    }
    try (JMSContext context = connectionFactory.createContext()) {
      OrderMessage order = take(context, messageId).withArticle(article);
      orders.changeArticle(order.orderId(), article);
      order.send(context);
    } catch (JMSException refused) {
      throw new IllegalStateException(
          "The dead letter could not be read: " + refused.getMessage(), refused);
    }
  }

  private OrderMessage take(JMSContext context, String messageId) throws JMSException {
    String selector = "JMSMessageID = '" + messageId.replace("'", "''") + "'";
    Message message = context.createConsumer(queue(context), selector).receive(PATIENCE_MILLIS);
    if (message == null) {
      throw new NotPossible(
          "The dead letter is no longer in queue %s: somebody else may have sent it back."
              .formatted(QUEUE));
    }
    return OrderMessage.read(message);
  }

  private static Queue queue(JMSContext context) {
    return context.createQueue(QUEUE);
  }

  private static DeadLetter letter(Message message) throws JMSException {
    OrderMessage order = OrderMessage.read(message);
    String cause = message.getStringProperty("JMS_Sluice_DeadLetterCause");
    boolean told = message.propertyExists("JMS_Sluice_Deliveries");
    boolean dated = message.propertyExists("JMS_Sluice_DeadLetterTime");
    return new DeadLetter(
        message.getJMSMessageID(),
        order.orderId(),
        order.article(),
        order.quantity(),
        cause == null ? "the provider does not tell the cause" : cause,
        told ? message.getIntProperty("JMS_Sluice_Deliveries") : 0,
        dated ? Instant.ofEpochMilli(message.getLongProperty("JMS_Sluice_DeadLetterTime")) : null);
  }
}
