// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;

/** What an application holds as a consumer: one of the provider, without listeners. */
class ConsumerHandle implements QueueReceiver, TopicSubscriber {

  private final SessionHandle session;
  private final MessageConsumer physical;
  private final Destination destination;
  private final boolean noLocal;

  ConsumerHandle(
      SessionHandle session, MessageConsumer physical, Destination destination, boolean noLocal) {
    this.session = session;
    this.physical = physical;
    this.destination = destination;
    this.noLocal = noLocal;
  }

  @Override
  public void close() throws JMSException {
    session.forget(this);
    physical.close();
  }

  @Override
  public Message receive() throws JMSException {
    return physical.receive();
  }

  @Override
  public Message receive(long timeout) throws JMSException {
    return physical.receive(timeout);
  }

  @Override
  public Message receiveNoWait() throws JMSException {
    return physical.receiveNoWait();
  }

  @Override
  public String getMessageSelector() throws JMSException {
    return physical.getMessageSelector();
  }

  @Override
  public Queue getQueue() throws JMSException {
    physical.getMessageSelector();
    return (Queue) destination;
  }

  @Override
  public Topic getTopic() throws JMSException {
    physical.getMessageSelector();
    return (Topic) destination;
  }

  @Override
  public boolean getNoLocal() throws JMSException {
    physical.getMessageSelector();
    return noLocal;
  }

  @Override
  public MessageListener getMessageListener() throws JMSException {
    throw Refusals.reserved("MessageConsumer.getMessageListener", "use a message-driven bean");
  }

  @Override
  public void setMessageListener(MessageListener listener) throws JMSException {
    throw Refusals.reserved("MessageConsumer.setMessageListener", "use a message-driven bean");
  }
}
