// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.server.app;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/**
 * Handles an order in the container's transaction. {@code poison…} fails always, {@code flaky…} at
 * the first attempt, each after its row was written; {@code forbidden…} is rolled back in silence.
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

  @Override
  public void onMessage(Message message) {
    try {
      String text = message.getBody(String.class);
      int deliveries = message.getIntProperty("JMSXDeliveryCount");
      ledger.handled(text, deliveries);
      if (text.startsWith("poison") || (text.startsWith("flaky") && deliveries == 1)) {
        throw new IllegalStateException("The order '" + text + "' cannot be handled");
      }
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
