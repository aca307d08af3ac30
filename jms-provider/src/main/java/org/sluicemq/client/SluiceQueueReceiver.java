// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;

/** A consumer in the domain of queues. */
final class SluiceQueueReceiver extends SluiceConsumer implements QueueReceiver {

  private final Queue queue;

  SluiceQueueReceiver(SluiceSession session, Queue queue, String selector) throws JMSException {
    super(session, Destinations.address(queue), selector, false);
    this.queue = queue;
  }

  @Override
  public Queue getQueue() throws JMSException {
    requireOpen();
    return queue;
  }
}
