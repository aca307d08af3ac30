// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.server.app;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/**
 * Handles an order in the container's transaction. {@code poison…} fails always, {@code flaky…} at
 * the first attempt, each after its row was written and, if it is {@code forwarded}, sent on;
 * {@code halting…} halts the server when the order is taken from its queue for good and the
 * transaction is not over yet.
 */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "destination", propertyValue = Places.ORDERS),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "3")
    })
public class OrderBean implements MessageListener {

  @EJB private Ledger ledger;

  @Resource(lookup = Places.FACTORY)
  private ConnectionFactory factory;

  @Override
  public void onMessage(Message message) {
    try {
      String text = message.getBody(String.class);
      int deliveries = message.getIntProperty("JMSXDeliveryCount");
      ledger.handled(text, deliveries);
      if (text.contains("forwarded")) {
        forward(text);
      }
      if (text.startsWith("poison") || (text.startsWith("flaky") && deliveries == 1)) {
        throw new IllegalStateException("The order '" + text + "' cannot be handled");
      }
      if (text.startsWith("halting")) {
        HaltingResource.enlist();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void forward(String text) {
    try (JMSContext context = factory.createContext()) {
      context.createProducer().send(context.createQueue(Places.PARKED), text);
    }
  }
}
