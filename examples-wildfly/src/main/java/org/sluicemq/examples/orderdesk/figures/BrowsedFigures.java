// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.figures;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueBrowser;
import java.util.Enumeration;

/** Counts by browsing, for a broker that shows no management beans. */
final class BrowsedFigures implements BrokerFigures {

  private final ConnectionFactory connectionFactory;

  BrowsedFigures(ConnectionFactory connectionFactory) {
    this.connectionFactory = connectionFactory;
  }

  @Override
  public QueueFigures of(String queue) {
    return new QueueFigures(count(queue, null), null);
  }

  /** Counts the messages that a selector picks; a null selector picks all. */
  long count(String queue, String selector) {
    try (JMSContext context = connectionFactory.createContext();
        QueueBrowser browser = context.createBrowser(context.createQueue(queue), selector)) {
      long count = 0;
      for (Enumeration<?> all = browser.getEnumeration(); all.hasMoreElements(); count++) {
        all.nextElement();
      }
      return count;
    } catch (JMSException refused) {
      throw new IllegalStateException(
          "Queue " + queue + " could not be counted: " + refused.getMessage(), refused);
    }
  }
}
