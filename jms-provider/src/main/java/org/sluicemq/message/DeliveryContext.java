// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.Destination;
import java.util.Objects;

/**
 * What stands beside an envelope when it is delivered.
 *
 * @param count how many times the message has been delivered, this time included; from 1
 * @param redelivered whether it may have been delivered before
 * @param destination what getJMSDestination answers
 * @param replyTo what getJMSReplyTo answers, or null
 * @param acknowledgement what acknowledge does
 */
public record DeliveryContext(
    int count,
    boolean redelivered,
    Destination destination,
    Destination replyTo,
    Acknowledgement acknowledgement) {

  /**
   * Builds a context. A redelivered message counts at least two deliveries (section 3.5.11), even
   * when the count was lost in a crash.
   */
  public DeliveryContext {
    count = Math.max(count, redelivered ? 2 : 1);
    Objects.requireNonNull(acknowledgement, "acknowledgement");
  }
}
