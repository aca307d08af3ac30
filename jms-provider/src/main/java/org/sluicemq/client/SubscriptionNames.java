// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import org.sluicemq.broker.SubscriptionName;

/** The names under which the consumers of a connection find their subscriptions (section 8.3). */
final class SubscriptionNames {

  private SubscriptionNames() {}

  /** A durable subscription for one consumer at a time, which belongs to a client identifier. */
  static SubscriptionName unshared(SluiceConnection connection, String name) throws JMSException {
    requireName(name);
    String clientId = connection.getClientID();
    if (clientId == null) {
      throw new IllegalStateException(
          "A durable subscription that is not shared belongs to a client identifier: set one on the"
              + " connection or its factory");
    }
    return new SubscriptionName(clientId, name, true, false);
  }

  /** A subscription for several consumers, of the client identifier if there is one. */
  static SubscriptionName shared(SluiceConnection connection, String name, boolean durable)
      throws JMSException {
    requireName(name);
    return new SubscriptionName(connection.getClientID(), name, durable, true);
  }

  private static void requireName(String name) throws JMSException {
    if (name == null || name.isBlank()) {
      throw new JMSException("A subscription needs a name, not " + name);
    }
  }
}
