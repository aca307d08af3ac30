// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.JMSException;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import org.sluicemq.broker.SubscriptionName;

/** A consumer in the domain of topics. */
final class SluiceTopicSubscriber extends SluiceConsumer implements TopicSubscriber {

  private final Topic topic;
  private final boolean noLocal;

  SluiceTopicSubscriber(SluiceSession session, Topic topic, String selector, boolean noLocal)
      throws JMSException {
    this(session, topic, selector, noLocal, null);
  }

  /** A subscriber with a named subscription; with one of its own without a name. */
  SluiceTopicSubscriber(
      SluiceSession session,
      Topic topic,
      String selector,
      boolean noLocal,
      SubscriptionName subscription)
      throws JMSException {
    super(session, Destinations.address(topic), selector, noLocal, subscription);
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
