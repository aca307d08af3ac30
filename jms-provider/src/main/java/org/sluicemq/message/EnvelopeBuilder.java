// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gathers the fields of an {@link Envelope}. Not safe between threads. */
public final class EnvelopeBuilder {
  final MessageType type;
  Address destination;
  String messageId;
  Address replyTo;
  boolean persistent = true;
  int priority = 4;
  long timestamp;
  long expiration;
  long deliveryTime;
  String correlationId;
  String jmsType;
  Map<String, Object> properties = Map.of();
  Body body;

  EnvelopeBuilder(MessageType type, Address destination) {
    this.type = type;
    this.destination = destination;
  }

  /**
   * Sets where the message goes.
   *
   * @param value the destination
   * @return this
   */
  public EnvelopeBuilder destination(Address value) {
    destination = value;
    return this;
  }

  /**
   * Sets the id.
   *
   * @param value beginning with {@code ID:}, or null
   * @return this
   */
  public EnvelopeBuilder messageId(String value) {
    messageId = value;
    return this;
  }

  /**
   * Sets where a reply should go.
   *
   * @param value the destination, or null
   * @return this
   */
  public EnvelopeBuilder replyTo(Address value) {
    replyTo = value;
    return this;
  }

  /**
   * Sets whether the message must survive a stop.
   *
   * @param value true for PERSISTENT
   * @return this
   */
  public EnvelopeBuilder persistent(boolean value) {
    persistent = value;
    return this;
  }

  /**
   * Sets the priority.
   *
   * @param value 0 to 9
   * @return this
   */
  public EnvelopeBuilder priority(int value) {
    priority = value;
    return this;
  }

  /**
   * Sets when the message was sent.
   *
   * @param value milliseconds since the epoch, or 0
   * @return this
   */
  public EnvelopeBuilder timestamp(long value) {
    timestamp = value;
    return this;
  }

  /**
   * Sets when the message expires.
   *
   * @param value milliseconds since the epoch; 0 for never
   * @return this
   */
  public EnvelopeBuilder expiration(long value) {
    expiration = value;
    return this;
  }

  /**
   * Sets the earliest time of delivery.
   *
   * @param value milliseconds since the epoch
   * @return this
   */
  public EnvelopeBuilder deliveryTime(long value) {
    deliveryTime = value;
    return this;
  }

  /**
   * Sets what links this message to another.
   *
   * @param value the correlation id, or null
   * @return this
   */
  public EnvelopeBuilder correlationId(String value) {
    correlationId = value;
    return this;
  }

  /**
   * Sets the application's name for the kind of message.
   *
   * @param value the value of JMSType, or null
   * @return this
   */
  public EnvelopeBuilder jmsType(String value) {
    jmsType = value;
    return this;
  }

  /**
   * Sets all properties; the map is copied.
   *
   * @param values names to values
   * @return this
   * @throws IllegalArgumentException when a name is null or a value is not of a property type
   */
  public EnvelopeBuilder properties(Map<String, ?> values) {
    Map<String, Object> copy = new LinkedHashMap<>(values);
    copy.forEach(PropertyRules::checkStored);
    return sharedProperties(copy);
  }

  /** Sets all properties without copying or checking: nobody may change the map afterwards. */
  EnvelopeBuilder sharedProperties(Map<String, Object> values) {
    properties = values.isEmpty() ? Map.of() : Collections.unmodifiableMap(values);
    return this;
  }

  /**
   * Sets the body. The array is shared, not copied: nobody may write to it afterwards.
   *
   * @param value the body bytes, or null for no body
   * @return this
   */
  public EnvelopeBuilder body(byte[] value) {
    return body(value == null ? null : Body.of(value));
  }

  /**
   * Sets the body, which is shared.
   *
   * @param value the body, or null for none
   * @return this
   */
  public EnvelopeBuilder body(Body value) {
    body = value;
    return this;
  }

  /**
   * Makes the envelope.
   *
   * @return the envelope
   * @throws NullPointerException when type or destination is missing
   * @throws IllegalArgumentException when the priority is not 0 to 9
   */
  public Envelope build() {
    return new Envelope(this);
  }
}
