// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;

/** A session in the domain of topics; what belongs to queues is refused (section 9.2). */
class SluiceTopicSession extends SluiceSession implements TopicSession {

  SluiceTopicSession(SluiceConnection connection, AcknowledgeMode mode, boolean running) {
    super(connection, mode, running);
  }

  @Override
  public final TopicSubscriber createSubscriber(Topic topic) throws JMSException {
    return createSubscriber(topic, null, false);
  }

  @Override
  public final TopicSubscriber createSubscriber(Topic topic, String selector, boolean noLocal)
      throws JMSException {
    requireOpen();
    return new SluiceTopicSubscriber(this, topic, selector, noLocal);
  }

  @Override
  public final TopicPublisher createPublisher(Topic topic) throws JMSException {
    requireOpen();
    declare(topic);
    return new SluiceTopicPublisher(this, topic);
  }

  @Override
  public final Queue createQueue(String queueName) throws JMSException {
    throw refused("createQueue");
  }

  @Override
  public final TemporaryQueue createTemporaryQueue() throws JMSException {
    throw refused("createTemporaryQueue");
  }

  @Override
  public final QueueBrowser createBrowser(Queue queue, String selector) throws JMSException {
    throw refused("createBrowser");
  }

  private static IllegalStateException refused(String call) {
    return new IllegalStateException("A TopicSession has no " + call + ": use a Session");
  }
}
