// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import java.io.Serializable;

/**
 * A message whose body is one serialized object (section 3.11). The object is serialized when it is
 * set, so later changes of it stay outside; every {@link #getObject} gives a new copy, and of a
 * received message only what the {@link ObjectPolicy} trusts. Not safe between threads.
 */
public final class JmsObjectMessage extends JmsMessage implements ObjectMessage {
  private final ObjectPolicy policy;
  private Body serialized;
  private boolean received;

  JmsObjectMessage(ObjectPolicy policy) {
    this.policy = policy;
  }

  @Override
  public MessageType type() {
    return MessageType.OBJECT;
  }

  @Override
  Body encodeBody() {
    return serialized;
  }

  @Override
  void takeBody(Body body) {
    serialized = body;
    received = true;
  }

  @Override
  void emptyBody() {
    serialized = null;
    received = false;
  }

  @Override
  public boolean hasBody() {
    return serialized != null;
  }

  @Override
  Class<?> bodyClass() throws JMSException {
    Serializable object = getObject();
    if (object == null) {
      throw new MessageFormatException(
          "The object message holds null: what its sender set was replaced by null when it was"
              + " serialized, or when it was read");
    }
    return object.getClass();
  }

  @Override
  Object bodyObject() throws JMSException {
    return getObject();
  }

  /** Answers false, too, when the object is null, not trusted, or cannot be deserialized. */
  @Override
  @SuppressWarnings("rawtypes")
  public boolean isBodyAssignableTo(Class wanted) throws JMSException {
    try {
      return super.isBodyAssignableTo(wanted);
    } catch (MessageFormatException e) {
      return false;
    }
  }

  /**
   * Serializes the object into the body.
   *
   * @throws MessageFormatException when it, or something it refers to, cannot be serialized
   */
  @Override
  public void setObject(Serializable object) throws JMSException {
    requireWriteable();
    serialized = object == null ? null : ObjectPolicy.serialize(object);
  }

  /**
   * Deserializes the body. The answer is null, too, for an object that replaced itself by null.
   *
   * @throws MessageFormatException when a class is not trusted or not found, or the body is
   *     damaged; the text names the class and the setting
   */
  @Override
  public Serializable getObject() throws JMSException {
    if (serialized == null) {
      return null;
    }
    // What this application has just set itself needs nobody's trust.
    return received
        ? policy.deserialize(serialized)
        : ObjectPolicy.EVERYTHING.deserialize(serialized);
  }
}
