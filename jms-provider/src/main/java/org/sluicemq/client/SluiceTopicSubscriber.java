// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.JMSException;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;

/** A consumer in the domain of topics. */
final class SluiceTopicSubscriber extends SluiceConsumer implements TopicSubscriber {

  private final Topic topic;
  private final boolean noLocal;

  SluiceTopicSubscriber(SluiceSession session, Topic topic, String selector, boolean noLocal)
      throws JMSException {
    super(session, Destinations.address(topic), selector, noLocal);
    this.topic = topic;
    this.noLocal = noLocal;
  }

  @Override
  public Topic getTopic() throws JMSException {
    requireOpen();
    return topic;
  }

  @Override
  public boolean getNoLocal() throws JMSException {
    requireOpen();
    return noLocal;
  }
}
