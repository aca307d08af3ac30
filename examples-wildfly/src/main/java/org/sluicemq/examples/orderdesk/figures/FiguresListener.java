// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.figures;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.time.Instant;

/** Reads the news of the topic into the live figures. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Topic"),
      @ActivationConfigProperty(propertyName = "destination", propertyValue = FiguresEvent.TOPIC),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "1")
    })
public class FiguresListener implements MessageListener {

  @Inject private LiveFigures figures;

  @Override
  public void onMessage(Message message) {
    try {
      figures.hear(FiguresEvent.read(message), Instant.now());
    } catch (JMSException unreadable) {
      throw new IllegalStateException("news of an order could not be read", unreadable);
    }
  }
}
