// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;

/** A session in the domain of queues; what belongs to topics is refused (section 9.2). */
class SluiceQueueSession extends SluiceSession implements QueueSession {

  SluiceQueueSession(SluiceConnection connection, AcknowledgeMode mode, boolean running) {
    super(connection, mode, running);
  }

  @Override
  public final QueueReceiver createReceiver(Queue queue) throws JMSException {
    return createReceiver(queue, null);
  }

  @Override
  public final QueueReceiver createReceiver(Queue queue, String selector) throws JMSException {
    requireOpen();
    return new SluiceQueueReceiver(this, queue, selector);
  }

  @Override
  public final QueueSender createSender(Queue queue) throws JMSException {
    requireOpen();
    declare(queue);
    return new SluiceQueueSender(this, queue);
  }

  @Override
  public final Topic createTopic(String topicName) throws JMSException {
    throw refused("createTopic");
  }

  @Override
  public final TemporaryTopic createTemporaryTopic() throws JMSException {
    throw refused("createTemporaryTopic");
  }

  @Override
  public final MessageConsumer createSharedConsumer(Topic topic, String name, String selector)
      throws JMSException {
    throw refused("createSharedConsumer");
  }

  @Override
  public final TopicSubscriber createDurableSubscriber(
      Topic topic, String name, String selector, boolean noLocal) throws JMSException {
    throw refused("createDurableSubscriber");
  }

  @Override
  public final MessageConsumer createDurableConsumer(
      Topic topic, String name, String selector, boolean noLocal) throws JMSException {
    throw refused("createDurableConsumer");
  }

  @Override
  public final MessageConsumer createSharedDurableConsumer(
      Topic topic, String name, String selector) throws JMSException {
    throw refused("createSharedDurableConsumer");
  }

  @Override
  public final void unsubscribe(String name) throws JMSException {
    throw refused("unsubscribe");
  }

  private static IllegalStateException refused(String call) {
    return new IllegalStateException("A QueueSession has no " + call + ": use a Session");
  }
}
