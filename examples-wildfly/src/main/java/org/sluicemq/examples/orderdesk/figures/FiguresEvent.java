// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.figures;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/**
 * News for the live figures, published on a topic in the transaction that it tells of.
 *
 * @param kind what happened
 * @param count to how many orders
 */
public record FiguresEvent(Kind kind, int count) {

  /** The topic the news goes to. */
  public static final String TOPIC = "orderFigures";

  /** What can happen to an order. */
  public enum Kind {
    PLACED,
    SHIPPED,
    REJECTED
  }

  /** Orders were placed. */
  public static FiguresEvent placed(int count) {
    return new FiguresEvent(Kind.PLACED, count);
  }

  /** Orders were shipped. */
  public static FiguresEvent shipped(int count) {
    return new FiguresEvent(Kind.SHIPPED, count);
  }

  /** Orders were rejected. */
  public static FiguresEvent rejected(int count) {
    return new FiguresEvent(Kind.REJECTED, count);
  }

  /** Publishes the event in the caller's transaction. */
  public void publish(JMSContext context) {
    context
        .createProducer()
        .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
        .setProperty("kind", kind.name())
        .setProperty("count", count)
        .send(context.createTopic(TOPIC), context.createMessage());
  }

  static FiguresEvent read(Message message) throws JMSException {
    return new FiguresEvent(
        Kind.valueOf(message.getStringProperty("kind")), message.getIntProperty("count"));
  }
}
