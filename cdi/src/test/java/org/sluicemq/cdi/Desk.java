// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSContext;

/** A bean that is annotated with nothing in particular. */
@ApplicationScoped
public class Desk {

  @Inject JMSContext context;

  /** A field is not seen through the proxy of the bean. */
  public JMSContext context() {
    return context;
  }

  public void send(String queue, String text) {
    context.createProducer().send(context.createQueue(queue), text);
  }

  public String receive(String queue) {
    return context.createConsumer(context.createQueue(queue)).receiveBody(String.class, 1000);
  }
}
