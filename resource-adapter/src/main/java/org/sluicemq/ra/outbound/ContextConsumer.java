// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.jms.JMSConsumer;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** What an application holds as a {@link JMSConsumer}, without listeners. */
record ContextConsumer(ContextHandle context, JMSConsumer consumer) implements JMSConsumer {

  @Override
  public Message receive() {
    return consumer.receive();
  }

  @Override
  public Message receive(long timeout) {
    return consumer.receive(timeout);
  }

  @Override
  public Message receiveNoWait() {
    return consumer.receiveNoWait();
  }

  @Override
  public <T> T receiveBody(Class<T> type) {
    return consumer.receiveBody(type);
  }

  @Override
  public <T> T receiveBody(Class<T> type, long timeout) {
    return consumer.receiveBody(type, timeout);
  }

  @Override
  public <T> T receiveBodyNoWait(Class<T> type) {
    return consumer.receiveBodyNoWait(type);
  }

  @Override
  public String getMessageSelector() {
    return consumer.getMessageSelector();
  }

  @Override
  public MessageListener getMessageListener() {
    throw Refusals.unchecked(
        Refusals.reserved("JMSConsumer.getMessageListener", "use a message-driven bean"));
  }

  @Override
  public void setMessageListener(MessageListener listener) {
    throw Refusals.unchecked(
        Refusals.reserved("JMSConsumer.setMessageListener", "use a message-driven bean"));
  }

  @Override
  public void close() {
    consumer.close();
    context.forget(this);
  }
}
