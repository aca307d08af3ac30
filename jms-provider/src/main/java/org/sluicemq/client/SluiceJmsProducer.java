// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import java.io.Serializable;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A producer of the simplified API. What it puts on every message it keeps on one of its own, which
 * therefore knows the rules for names, values and conversions.
 */
final class SluiceJmsProducer implements JMSProducer {

  private final SluiceSession session;
  private final SluiceProducer producer;
  private final Message template;
  private CompletionListener async;

  SluiceJmsProducer(SluiceSession session) throws JMSException {
    this.session = session;
    producer = new SluiceProducer(session, null);
    template = session.createMessage();
  }

  @Override
  public JMSProducer send(Destination destination, Message message) {
    if (message == null) {
      throw new MessageFormatRuntimeException("The message is null");
    }
    Unchecked.run(
        () -> {
          apply(message);
          if (async == null) {
            producer.send(destination, message);
          } else {
            producer.send(destination, message, async);
          }
        });
    return this;
  }

  private void apply(Message message) throws JMSException {
    Enumeration<?> names = template.getPropertyNames();
    while (names.hasMoreElements()) {
      String name = (String) names.nextElement();
      message.setObjectProperty(name, template.getObjectProperty(name));
    }
    if (template.getJMSCorrelationID() != null) {
      message.setJMSCorrelationID(template.getJMSCorrelationID());
    }
    if (template.getJMSType() != null) {
      message.setJMSType(template.getJMSType());
    }
    if (template.getJMSReplyTo() != null) {
      message.setJMSReplyTo(template.getJMSReplyTo());
    }
  }

  @Override
  public JMSProducer send(Destination destination, String body) {
    return send(destination, (Message) Unchecked.get(() -> session.createTextMessage(body)));
  }

  @Override
  public JMSProducer send(Destination destination, Map<String, Object> body) {
    return send(destination, (Message) Unchecked.get(() -> mapMessage(body)));
  }

  private MapMessage mapMessage(Map<String, Object> body) throws JMSException {
    MapMessage message = session.createMapMessage();
    if (body != null) {
      for (Map.Entry<String, Object> entry : body.entrySet()) {
        message.setObject(entry.getKey(), entry.getValue());
      }
    }
    return message;
  }

  @Override
  public JMSProducer send(Destination destination, byte[] body) {
    return send(destination, (Message) Unchecked.get(() -> bytesMessage(body)));
  }

  private BytesMessage bytesMessage(byte[] body) throws JMSException {
    BytesMessage message = session.createBytesMessage();
    if (body != null) {
      message.writeBytes(body);
    }
    return message;
  }

  @Override
  public JMSProducer send(Destination destination, Serializable body) {
    return send(destination, (Message) Unchecked.get(() -> session.createObjectMessage(body)));
  }

  /** Changes something, if the context is open. */
  private JMSProducer set(Unchecked.Action action) {
    Unchecked.run(session::requireOpen);
    Unchecked.run(action);
    return this;
  }

  /** Tells something, if the context is open. */
  private <T> T get(Unchecked.Call<T> call) {
    Unchecked.run(session::requireOpen);
    return Unchecked.get(call);
  }

  @Override
  public JMSProducer setDisableMessageID(boolean value) {
    return set(() -> producer.setDisableMessageID(value));
  }

  @Override
  public boolean getDisableMessageID() {
    return get(producer::getDisableMessageID);
  }

  @Override
  public JMSProducer setDisableMessageTimestamp(boolean value) {
    return set(() -> producer.setDisableMessageTimestamp(value));
  }

  @Override
  public boolean getDisableMessageTimestamp() {
    return get(producer::getDisableMessageTimestamp);
  }

  @Override
  public JMSProducer setDeliveryMode(int deliveryMode) {
    return set(() -> producer.setDeliveryMode(deliveryMode));
  }

  @Override
  public int getDeliveryMode() {
    return get(producer::getDeliveryMode);
  }

  @Override
  public JMSProducer setPriority(int priority) {
    return set(() -> producer.setPriority(priority));
  }

  @Override
  public int getPriority() {
    return get(producer::getPriority);
  }

  @Override
  public JMSProducer setTimeToLive(long timeToLive) {
    return set(() -> producer.setTimeToLive(timeToLive));
  }

  @Override
  public long getTimeToLive() {
    return get(producer::getTimeToLive);
  }

  @Override
  public JMSProducer setDeliveryDelay(long deliveryDelay) {
    return set(() -> producer.setDeliveryDelay(deliveryDelay));
  }

  @Override
  public long getDeliveryDelay() {
    return get(producer::getDeliveryDelay);
  }

  @Override
  public JMSProducer setAsync(CompletionListener completionListener) {
    return set(() -> async = completionListener);
  }

  @Override
  public CompletionListener getAsync() {
    return get(() -> async);
  }

  @Override
  public JMSProducer setProperty(String name, boolean value) {
    return set(() -> template.setBooleanProperty(name, value));
  }

  @Override
  public JMSProducer setProperty(String name, byte value) {
    return set(() -> template.setByteProperty(name, value));
  }

  @Override
  public JMSProducer setProperty(String name, short value) {
    return set(() -> template.setShortProperty(name, value));
  }

  @Override
  public JMSProducer setProperty(String name, int value) {
    return set(() -> template.setIntProperty(name, value));
  }

  @Override
  public JMSProducer setProperty(String name, long value) {
    return set(() -> template.setLongProperty(name, value));
  }

  @Override
  public JMSProducer setProperty(String name, float value) {
    return set(() -> template.setFloatProperty(name, value));
  }

  @Override
  public JMSProducer setProperty(String name, double value) {
    return set(() -> template.setDoubleProperty(name, value));
  }

  @Override
  public JMSProducer setProperty(String name, String value) {
    return set(() -> template.setStringProperty(name, value));
  }

  @Override
  public JMSProducer setProperty(String name, Object value) {
    return set(() -> template.setObjectProperty(name, value));
  }

  @Override
  public JMSProducer clearProperties() {
    return set(template::clearProperties);
  }

  @Override
  public boolean propertyExists(String name) {
    return get(() -> template.propertyExists(name));
  }

  @Override
  public boolean getBooleanProperty(String name) {
    return get(() -> template.getBooleanProperty(name));
  }

  @Override
  public byte getByteProperty(String name) {
    return get(() -> template.getByteProperty(name));
  }

  @Override
  public short getShortProperty(String name) {
    return get(() -> template.getShortProperty(name));
  }

  @Override
  public int getIntProperty(String name) {
    return get(() -> template.getIntProperty(name));
  }

  @Override
  public long getLongProperty(String name) {
    return get(() -> template.getLongProperty(name));
  }

  @Override
  public float getFloatProperty(String name) {
    return get(() -> template.getFloatProperty(name));
  }

  @Override
  public double getDoubleProperty(String name) {
    return get(() -> template.getDoubleProperty(name));
  }

  @Override
  public String getStringProperty(String name) {
    return get(() -> template.getStringProperty(name));
  }

  @Override
  public Object getObjectProperty(String name) {
    return get(() -> template.getObjectProperty(name));
  }

  @Override
  public Set<String> getPropertyNames() {
    return get(
        () -> {
          Set<String> names = new LinkedHashSet<>();
          Enumeration<?> all = template.getPropertyNames();
          while (all.hasMoreElements()) {
            names.add((String) all.nextElement());
          }
          return Collections.unmodifiableSet(names);
        });
  }

  @Override
  public JMSProducer setJMSCorrelationIDAsBytes(byte[] correlationId) {
    return set(() -> template.setJMSCorrelationIDAsBytes(correlationId));
  }

  @Override
  public byte[] getJMSCorrelationIDAsBytes() {
    return get(template::getJMSCorrelationIDAsBytes);
  }

  @Override
  public JMSProducer setJMSCorrelationID(String correlationId) {
    return set(() -> template.setJMSCorrelationID(correlationId));
  }

  @Override
  public String getJMSCorrelationID() {
    return get(template::getJMSCorrelationID);
  }

  @Override
  public JMSProducer setJMSType(String type) {
    return set(() -> template.setJMSType(type));
  }

  @Override
  public String getJMSType() {
    return get(template::getJMSType);
  }

  @Override
  public JMSProducer setJMSReplyTo(Destination replyTo) {
    return set(() -> template.setJMSReplyTo(replyTo));
  }

  @Override
  public Destination getJMSReplyTo() {
    return get(template::getJMSReplyTo);
  }
}
