// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.util.UUID;

/** The connection factories of a test's program: the default one, and one that has a name. */
@ApplicationScoped
public class RecordedFactories {

  static final String ORDERS = "jms/orders";

  private final RecordingFactory first = new RecordingFactory("cdi-" + UUID.randomUUID());
  private final RecordingFactory orders = new RecordingFactory("cdi-orders-" + UUID.randomUUID());

  /** Seen by beans through a proxy that knows it as a plain ConnectionFactory. */
  @Produces
  @ApplicationScoped
  ConnectionFactory first() {
    return first;
  }

  @Produces
  @Named(ORDERS)
  ConnectionFactory orders() {
    return orders;
  }

  RecordingFactory recordedFirst() {
    return first;
  }

  RecordingFactory recordedOrders() {
    return orders;
  }

  /** What a queue of the default factory gives at once, outside of everything; null for nothing. */
  String take(String queue) {
    try (JMSContext own = first.createContext()) {
      return own.createConsumer(own.createQueue(queue)).receiveBodyNoWait(String.class);
    }
  }
}
