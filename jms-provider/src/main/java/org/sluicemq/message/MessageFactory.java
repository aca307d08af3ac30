// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.Serializable;
import java.util.Objects;

/**
 * Makes message objects: new ones for an application, ours from another provider's, and received
 * ones from envelopes. Immutable and safe between threads; the messages are not.
 */
public final class MessageFactory {
  private final ObjectPolicy policy;

  /**
   * Makes a factory.
   *
   * @param policy what received object messages may hold
   */
  public MessageFactory(ObjectPolicy policy) {
    this.policy = Objects.requireNonNull(policy, "policy");
  }

  /**
   * Makes a message without a body.
   *
   * @return a new message
   */
  public JmsMessage message() {
    return new JmsMessage();
  }

  /**
   * Makes a text message.
   *
   * @param text the text, or null
   * @return a new message
   * @throws JMSException never in practice; the setter declares it
   */
  public JmsTextMessage text(String text) throws JMSException {
    JmsTextMessage message = new JmsTextMessage();
    message.setText(text);
    return message;
  }

  /**
   * Makes an empty bytes message, in write-only mode.
   *
   * @return a new message
   */
  public JmsBytesMessage bytes() {
    return new JmsBytesMessage();
  }

  /**
   * Makes an empty map message.
   *
   * @return a new message
   */
  public JmsMapMessage map() {
    return new JmsMapMessage();
  }

  /**
   * Makes an empty stream message, in write-only mode.
   *
   * @return a new message
   */
  public JmsStreamMessage stream() {
    return new JmsStreamMessage();
  }

  /**
   * Makes an object message.
   *
   * @param object the object, or null
   * @return a new message
   * @throws JMSException when the object cannot be serialized
   */
  public JmsObjectMessage object(Serializable object) throws JMSException {
    JmsObjectMessage message = new JmsObjectMessage(policy);
    message.setObject(object);
    return message;
  }

  /**
   * Makes the message object for a delivery: read-only, of the class that the body asks for,
   * decoded only when it is read.
   *
   * @param envelope the message
   * @param delivery what stands beside it this time
   * @return a message object of its own for this delivery
   */
  public JmsMessage thaw(Envelope envelope, DeliveryContext delivery) {
    JmsMessage message =
        switch (envelope.type()) {
          case MESSAGE -> new JmsMessage();
          case TEXT -> new JmsTextMessage();
          case BYTES -> new JmsBytesMessage();
          case MAP -> new JmsMapMessage();
          case STREAM -> new JmsStreamMessage();
          case OBJECT -> new JmsObjectMessage(policy);
        };
    message.take(envelope, delivery);
    return message;
  }

  /**
   * Returns the message as one of ours (section 3.12): itself when it is, otherwise a copy, read
   * through the public interfaces. Reading moves a foreign bytes or stream message to its beginning
   * and leaves it read-only, there being no other way to read it.
   *
   * @param message a message to be sent
   * @return a message that can be frozen
   * @throws JMSException when the foreign message cannot be read
   */
  public JmsMessage adopt(Message message) throws JMSException {
    return message instanceof JmsMessage ours ? ours : new ForeignMessage(message).copy(this);
  }
}
