// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.Message;

/** The header fields of a message object (section 3.4): plain fields, writable at all times. */
abstract class HeaderFields implements Message {
  private String messageId;
  private long timestamp;
  private String correlationId;
  private Destination replyTo;
  private Destination destination;
  private int deliveryMode = DEFAULT_DELIVERY_MODE;
  private boolean redelivered;
  private String jmsType;
  private long expiration;
  private long deliveryTime;
  private int priority = DEFAULT_PRIORITY;

  final void takeHeader(Envelope envelope, DeliveryContext delivery) {
    messageId = envelope.messageId();
    timestamp = envelope.timestamp();
    correlationId = envelope.correlationId();
    replyTo = delivery.replyTo();
    destination = delivery.destination();
    deliveryMode = envelope.persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
    redelivered = delivery.redelivered();
    jmsType = envelope.jmsType();
    expiration = envelope.expiration();
    deliveryTime = envelope.deliveryTime();
    priority = envelope.priority();
  }

  @Override
  public final String getJMSMessageID() {
    return messageId;
  }

  @Override
  public final void setJMSMessageID(String id) {
    messageId = id;
  }

  @Override
  public final long getJMSTimestamp() {
    return timestamp;
  }

  @Override
  public final void setJMSTimestamp(long timestamp) {
    this.timestamp = timestamp;
  }

  /** Returns the correlation id as bytes: those that were set, or the UTF-8 of the text. */
  @Override
  public final byte[] getJMSCorrelationIDAsBytes() {
    return CorrelationBytes.toBytes(correlationId);
  }

  /**
   * Sets the correlation id from bytes. Bytes that are UTF-8 read as that text, others as {@code
   * ID:bytes:} and their hexadecimal form.
   */
  @Override
  public final void setJMSCorrelationIDAsBytes(byte[] correlationId) {
    this.correlationId = CorrelationBytes.toText(correlationId);
  }

  @Override
  public final void setJMSCorrelationID(String correlationId) {
    this.correlationId = correlationId;
  }

  @Override
  public final String getJMSCorrelationID() {
    return correlationId;
  }

  @Override
  public final Destination getJMSReplyTo() {
    return replyTo;
  }

  @Override
  public final void setJMSReplyTo(Destination replyTo) {
    this.replyTo = replyTo;
  }

  @Override
  public final Destination getJMSDestination() {
    return destination;
  }

  @Override
  public final void setJMSDestination(Destination destination) {
    this.destination = destination;
  }

  @Override
  public final int getJMSDeliveryMode() {
    return deliveryMode;
  }

  @Override
  public final void setJMSDeliveryMode(int deliveryMode) {
    this.deliveryMode = deliveryMode;
  }

  @Override
  public final boolean getJMSRedelivered() {
    return redelivered;
  }

  @Override
  public final void setJMSRedelivered(boolean redelivered) {
    this.redelivered = redelivered;
  }

  @Override
  public final String getJMSType() {
    return jmsType;
  }

  @Override
  public final void setJMSType(String type) {
    jmsType = type;
  }

  @Override
  public final long getJMSExpiration() {
    return expiration;
  }

  @Override
  public final void setJMSExpiration(long expiration) {
    this.expiration = expiration;
  }

  @Override
  public final long getJMSDeliveryTime() {
    return deliveryTime;
  }

  @Override
  public final void setJMSDeliveryTime(long deliveryTime) {
    this.deliveryTime = deliveryTime;
  }

  @Override
  public final int getJMSPriority() {
    return priority;
  }

  @Override
  public final void setJMSPriority(int priority) {
    this.priority = priority;
  }
}
