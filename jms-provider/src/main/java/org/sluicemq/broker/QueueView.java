// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.message.Envelope;

/** A look at a queue, read forward by one thread. It holds no lock and no transaction. */
public interface QueueView extends AutoCloseable {

  /**
   * The next message.
   *
   * @return the envelope, or null at the end
   * @throws BrokerException if the store cannot be read
   */
  Envelope next() throws BrokerException;

  /**
   * Which attempt it would be to deliver the message that {@link #next} gave last; a selector sees
   * the same. Browsing is no attempt.
   *
   * @return 1 for a message that was never delivered
   */
  int deliveryCount();

  @Override
  void close();
}
