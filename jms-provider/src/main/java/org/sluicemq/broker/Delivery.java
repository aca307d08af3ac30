// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.message.Envelope;

/** One message on its way to one consumer, outstanding until acknowledged or released. */
public interface Delivery {

  /**
   * The message.
   *
   * @return the envelope, shared and immutable
   */
  Envelope envelope();

  /**
   * Which attempt this is, 1 for the first ({@code JMSXDeliveryCount}).
   *
   * @return the number of this delivery
   */
  int deliveryCount();

  /**
   * Whether the message may have been delivered before ({@code JMSRedelivered}).
   *
   * @return true from the second attempt on
   */
  default boolean redelivered() {
    return deliveryCount() > 1;
  }

  /**
   * Notes what went wrong while the application handled the message, for the story of a dead
   * letter, when the delivery belongs to a unit of work that will be rolled back by somebody else.
   *
   * @param failure what the application threw
   */
  void noteFailure(Throwable failure);
}
