// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.server.app;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/**
 * Handles a note without a transaction, from an administered queue; {@code flaky…} fails at the
 * first attempt.
 */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationLookup",
          propertyValue = Places.NOTES_LOOKUP),
      @ActivationConfigProperty(
          propertyName = "connectionFactoryLookup",
          propertyValue = Places.FACTORY)
    })
@TransactionManagement(TransactionManagementType.BEAN)
public class NoteBean implements MessageListener {

  @EJB private Ledger ledger;

  @Override
  public void onMessage(Message message) {
    try {
      String text = message.getBody(String.class);
      int deliveries = message.getIntProperty("JMSXDeliveryCount");
      if (text.startsWith("flaky") && deliveries == 1) {
        throw new IllegalStateException("The note '" + text + "' cannot be handled yet");
      }
      ledger.handled(text, deliveries);
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
