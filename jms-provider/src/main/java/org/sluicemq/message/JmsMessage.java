// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;

/**
 * A message object in the application's hands (chapter 3): header fields and properties, and in the
 * subclasses a body. Sending {@linkplain #freeze freezes} its present state into an {@link
 * Envelope}; the object can be changed and sent again without touching what was sent. A received
 * one is read-only in properties and body until they are cleared, and shares nothing that can
 * change with the sender or with another consumer.
 *
 * <p>Not safe between threads, as section 2.7 says of all message objects.
 */
public class JmsMessage extends PropertyFields {
  private boolean bodyReadOnly;
  private Acknowledgement acknowledgement = Acknowledgement.NONE;

  JmsMessage() {}

  /**
   * Makes the envelope of this message as it is now. The message does not change; showing the stamp
   * on it is {@link SendStamp#showOn}.
   *
   * @param stamp what the provider puts on it
   * @return the envelope
   * @throws JMSException when the body cannot be read
   */
  public final Envelope freeze(SendStamp stamp) throws JMSException {
    return Envelope.builder(type(), stamp.destination())
        .messageId(stamp.messageId())
        .replyTo(stamp.replyTo())
        .persistent(stamp.persistent())
        .priority(stamp.priority())
        .timestamp(stamp.timestamp())
        .expiration(stamp.expiration())
        .deliveryTime(stamp.deliveryTime())
        .correlationId(getJMSCorrelationID())
        .jmsType(getJMSType())
        .sharedProperties(shareProperties())
        .body(encodeBody())
        .build();
  }

  /** Becomes the message that the envelope holds, read-only. */
  final void take(Envelope envelope, DeliveryContext delivery) {
    takeHeader(envelope, delivery);
    takeProperties(envelope, delivery);
    acknowledgement = delivery.acknowledgement();
    takeBody(envelope.hasBody() ? envelope.body() : null);
    bodyReadOnly = true;
  }

  /**
   * Returns the form of this message's body.
   *
   * @return the type
   */
  public MessageType type() {
    return MessageType.MESSAGE;
  }

  /** Returns the body as it is now; null for none. */
  Body encodeBody() throws JMSException {
    return null;
  }

  /** Holds a received body; null for no body. It is decoded when it is first asked for. */
  void takeBody(Body encoded) {}

  /** Returns to the empty body of a new message. */
  void emptyBody() {}

  /**
   * Returns whether there is a body: an empty map or stream, no bytes, a null text or object are
   * none.
   *
   * @return true when {@link #getBody} has something to give
   * @throws JMSException when the body cannot be read
   */
  public boolean hasBody() throws JMSException {
    return false;
  }

  /** Returns the class that {@link #bodyObject} is of; asked only when there is a body. */
  Class<?> bodyClass() throws JMSException {
    throw new MessageFormatException(
        "A " + type() + " message has no body to be given as one object");
  }

  /** Returns the body as one object that the caller may keep; asked only when there is a body. */
  Object bodyObject() throws JMSException {
    throw new MessageFormatException(
        "A " + type() + " message has no body to be given as one object");
  }

  @Override
  public final <T> T getBody(Class<T> wanted) throws JMSException {
    if (type() != MessageType.STREAM && !hasBody()) {
      return null;
    }
    Class<?> given = bodyClass();
    if (!isAssignable(wanted, given)) {
      throw new MessageFormatException(
          "The body of this "
              + type()
              + " message is a "
              + given.getTypeName()
              + ", not a "
              + (wanted == null ? "null" : wanted.getTypeName()));
    }
    return wanted.cast(bodyObject());
  }

  @Override
  @SuppressWarnings("rawtypes")
  public boolean isBodyAssignableTo(Class wanted) throws JMSException {
    return !hasBody() || isAssignable(wanted, bodyClass());
  }

  private static boolean isAssignable(Class<?> wanted, Class<?> given) {
    return wanted != null && wanted.isAssignableFrom(given);
  }

  @Override
  public final void clearBody() {
    emptyBody();
    bodyReadOnly = false;
  }

  /** Acknowledges through the session that delivered this message; does nothing on any other. */
  @Override
  public final void acknowledge() throws JMSException {
    acknowledgement.acknowledge();
  }

  final void makeBodyReadOnly() {
    bodyReadOnly = true;
  }

  final void requireWriteable() throws MessageNotWriteableException {
    if (bodyReadOnly) {
      throw new MessageNotWriteableException(
          "The body of this message is read-only: it can be written after clearBody()");
    }
  }

  final void requireReadable() throws MessageNotReadableException {
    if (!bodyReadOnly) {
      throw new MessageNotReadableException(
          "The body of this message is write-only: it can be read after reset()");
    }
  }

  final JMSException damaged(DamagedMessageException cause) {
    return new JMSException(
        "The body of message " + getJMSMessageID() + " cannot be read: " + cause.getMessage(),
        null,
        cause);
  }

  /** Names the message; shows neither properties nor body, which are the application's. */
  @Override
  public final String toString() {
    return type() + " message " + getJMSMessageID() + " to " + getJMSDestination();
  }
}
