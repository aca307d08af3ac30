// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.JMSConsumer;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageListener;
import org.sluicemq.message.JmsMessage;
import org.sluicemq.message.MessageType;

/** A consumer of the simplified API. */
final class SluiceJmsConsumer implements JMSConsumer {

  private final SluiceConsumer consumer;

  SluiceJmsConsumer(SluiceConsumer consumer) {
    this.consumer = consumer;
  }

  @Override
  public String getMessageSelector() {
    return Unchecked.get(consumer::getMessageSelector);
  }

  @Override
  public MessageListener getMessageListener() {
    return Unchecked.get(consumer::getMessageListener);
  }

  @Override
  public void setMessageListener(MessageListener listener) {
    Unchecked.run(() -> consumer.setMessageListener(listener));
  }

  @Override
  public Message receive() {
    return Unchecked.get(() -> consumer.receive());
  }

  @Override
  public Message receive(long timeout) {
    return Unchecked.get(() -> consumer.receive(timeout));
  }

  @Override
  public Message receiveNoWait() {
    return Unchecked.get(consumer::receiveNoWait);
  }

  @Override
  public <T> T receiveBody(Class<T> c) {
    return receiveBody(c, 0);
  }

  @Override
  public <T> T receiveBody(Class<T> c, long timeout) {
    return Unchecked.get(
        () -> consumer.receive(SluiceConsumer.nanos(timeout), message -> body(message, c)));
  }

  @Override
  public <T> T receiveBodyNoWait(Class<T> c) {
    return Unchecked.get(() -> consumer.receive(0, message -> body(message, c)));
  }

  /** The body, or the refusal of a message that has none to give (section 8.6). */
  private static <T> T body(JmsMessage message, Class<T> wanted) throws jakarta.jms.JMSException {
    if (message.type() != MessageType.STREAM && !message.hasBody()) {
      throw new MessageFormatException(
          "The message " + message.getJMSMessageID() + " has no body: receive the message instead");
    }
    return message.getBody(wanted);
  }

  @Override
  public void close() {
    Unchecked.run(consumer::close);
  }
}
