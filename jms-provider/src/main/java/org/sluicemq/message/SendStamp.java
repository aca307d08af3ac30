// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Objects;

/**
 * What the provider, not the application, puts on a message when it is sent (section 3.4.11).
 *
 * @param messageId beginning with {@code ID:}; null when the sender asked for none
 * @param destination where the message goes
 * @param replyTo where replies go, or null
 * @param persistent whether the message must survive a stop
 * @param priority 0 to 9
 * @param timestamp when it was sent, milliseconds since the epoch; 0 when the sender asked for none
 * @param expiration when it expires, milliseconds since the epoch; 0 for never
 * @param deliveryTime the earliest time of delivery, milliseconds since the epoch
 */
public record SendStamp(
    String messageId,
    Address destination,
    Address replyTo,
    boolean persistent,
    int priority,
    long timestamp,
    long expiration,
    long deliveryTime) {

  /** Builds a stamp. */
  public SendStamp {
    Objects.requireNonNull(destination, "destination");
  }

  /**
   * Shows the stamp on the sender's message object, ours or another provider's, as the end of a
   * send must.
   *
   * @param message the sender's object
   * @param sentTo the destination object that the sender used
   * @throws JMSException when the message refuses a value
   */
  public void showOn(Message message, Destination sentTo) throws JMSException {
    message.setJMSMessageID(messageId);
    message.setJMSDestination(sentTo);
    message.setJMSDeliveryMode(persistent ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
    message.setJMSPriority(priority);
    message.setJMSTimestamp(timestamp);
    message.setJMSExpiration(expiration);
    message.setJMSDeliveryTime(deliveryTime);
  }
}
