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

  @Override
  void close();
}
