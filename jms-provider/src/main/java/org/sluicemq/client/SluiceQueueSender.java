// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueSender;

/** A producer in the domain of queues. */
final class SluiceQueueSender extends SluiceProducer implements QueueSender {

  SluiceQueueSender(SluiceSession session, Queue queue) throws JMSException {
    super(session, queue);
  }

  @Override
  public Queue getQueue() throws JMSException {
    return (Queue) getDestination();
  }

  @Override
  public void send(Queue queue, Message message) throws JMSException {
    send((jakarta.jms.Destination) queue, message);
  }

  @Override
  public void send(Queue queue, Message message, int deliveryMode, int priority, long timeToLive)
      throws JMSException {
    send((jakarta.jms.Destination) queue, message, deliveryMode, priority, timeToLive);
  }
}
