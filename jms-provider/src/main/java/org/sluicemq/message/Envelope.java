// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A message as it travels and rests: header fields, properties and body bytes, never changed once
 * sent. What changes from delivery to delivery (count, redelivered) stands beside it, not in it.
 *
 * <p>Immutable and safe between threads; the body is shared by everybody who holds the envelope.
 */
public final class Envelope {

  static final String GROUP_ID = "JMSXGroupID";
  static final String GROUP_SEQUENCE = "JMSXGroupSeq";

  private final String messageId;
  private final Address destination;
  private final Address replyTo;
  private final MessageType type;
  private final boolean persistent;
  private final int priority;
  private final long timestamp;
  private final long expiration;
  private final long deliveryTime;
  private final String correlationId;
  private final String jmsType;
  private final Map<String, Object> properties;
  private final boolean hasBody;
  private final Body body;
  private final long size;

  Envelope(EnvelopeBuilder from) {
    destination = Objects.requireNonNull(from.destination, "destination");
    type = Objects.requireNonNull(from.type, "type");
    if (from.priority < 0 || from.priority > 9) {
      throw new IllegalArgumentException("A priority is 0 to 9, not " + from.priority);
    }
    messageId = from.messageId;
    replyTo = from.replyTo;
    persistent = from.persistent;
    priority = from.priority;
    timestamp = from.timestamp;
    expiration = from.expiration;
    deliveryTime = from.deliveryTime;
    correlationId = from.correlationId;
    jmsType = from.jmsType;
    properties = from.properties;
    hasBody = from.body != null;
    body = hasBody ? from.body : Body.EMPTY;
    size = EnvelopeSize.of(this);
  }

  /**
   * Begins an envelope.
   *
   * @param type the form of the body
   * @param destination where it goes
   * @return a builder; priority 4, persistent, all else unset
   */
  public static EnvelopeBuilder builder(MessageType type, Address destination) {
    return new EnvelopeBuilder(type, destination);
  }

  /**
   * Returns the id the provider gave, beginning with {@code ID:}.
   *
   * @return the id; null only when the sender asked for none
   */
  public String messageId() {
    return messageId;
  }

  /**
   * Returns where the message was sent.
   *
   * @return the destination, never null
   */
  public Address destination() {
    return destination;
  }

  /**
   * Returns where a reply should go.
   *
   * @return the destination, or null
   */
  public Address replyTo() {
    return replyTo;
  }

  /**
   * Returns the form of the body.
   *
   * @return the type, never null
   */
  public MessageType type() {
    return type;
  }

  /**
   * Returns whether the message must survive a stop of the provider.
   *
   * @return true for delivery mode PERSISTENT
   */
  public boolean persistent() {
    return persistent;
  }

  /**
   * Returns the priority.
   *
   * @return 0 (lowest) to 9
   */
  public int priority() {
    return priority;
  }

  /**
   * Returns when the message was sent.
   *
   * @return milliseconds since the epoch; 0 when the sender asked for none
   */
  public long timestamp() {
    return timestamp;
  }

  /**
   * Returns when the message expires.
   *
   * @return milliseconds since the epoch; 0 for never
   */
  public long expiration() {
    return expiration;
  }

  /**
   * Returns the earliest time of delivery.
   *
   * @return milliseconds since the epoch; the time of sending, or 0, when there was no delay
   */
  public long deliveryTime() {
    return deliveryTime;
  }

  /**
   * Returns what links this message to another.
   *
   * @return the correlation id, or null
   */
  public String correlationId() {
    return correlationId;
  }

  /**
   * Returns the application's name for the kind of message.
   *
   * @return the value of JMSType, or null
   */
  public String jmsType() {
    return jmsType;
  }

  /**
   * Returns the properties: names to null or a Boolean, Byte, Short, Integer, Long, Float, Double
   * or String.
   *
   * @return an unmodifiable map in the order of setting
   */
  public Map<String, Object> properties() {
    return properties;
  }

  /**
   * Returns the message group this message belongs to.
   *
   * @return the value of JMSXGroupID, or null
   */
  public String groupId() {
    return properties.get(GROUP_ID) instanceof String group ? group : null;
  }

  /**
   * Returns the message's place in its group.
   *
   * @return the value of JMSXGroupSeq; 0 when there is none
   */
  public int groupSequence() {
    return properties.get(GROUP_SEQUENCE) instanceof Integer sequence ? sequence : 0;
  }

  /**
   * Returns whether a body was set: a text message with an empty text has one, with a null text it
   * has none.
   *
   * @return false when {@link #body()} stands for nothing
   */
  public boolean hasBody() {
    return hasBody;
  }

  /**
   * Returns the body itself, not a copy.
   *
   * @return the shared body, empty when there is none
   */
  public Body body() {
    return body;
  }

  /**
   * Returns about how much heap this envelope holds, for memory budgets.
   *
   * @return an estimate in bytes, always the same for the same content
   */
  public long size() {
    return size;
  }

  /**
   * Returns the same message with more properties; one of the same name is replaced.
   *
   * @param extra what to add
   * @return a new envelope that shares the body
   * @throws IllegalArgumentException when a value is not of a property type
   */
  public Envelope withProperties(Map<String, ?> extra) {
    Map<String, Object> all = new LinkedHashMap<>(properties);
    all.putAll(extra);
    return toBuilder().properties(all).build();
  }

  /**
   * Returns the same message bound for another place.
   *
   * @param newDestination where it goes now
   * @return a new envelope that shares the body
   */
  public Envelope withDestination(Address newDestination) {
    return toBuilder().destination(newDestination).build();
  }

  /**
   * Begins a changed copy of this envelope; the copy shares the body.
   *
   * @return a builder holding everything that this envelope holds
   */
  public EnvelopeBuilder toBuilder() {
    EnvelopeBuilder copy = new EnvelopeBuilder(type, destination);
    copy.messageId = messageId;
    copy.replyTo = replyTo;
    copy.persistent = persistent;
    copy.priority = priority;
    copy.timestamp = timestamp;
    copy.expiration = expiration;
    copy.deliveryTime = deliveryTime;
    copy.correlationId = correlationId;
    copy.jmsType = jmsType;
    copy.properties = properties;
    copy.body = hasBody ? body : null;
    return copy;
  }

  /** Two envelopes are equal when all their fields, properties and body bytes are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Envelope that
        && type == that.type
        && persistent == that.persistent
        && priority == that.priority
        && timestamp == that.timestamp
        && expiration == that.expiration
        && deliveryTime == that.deliveryTime
        && hasBody == that.hasBody
        && destination.equals(that.destination)
        && Objects.equals(messageId, that.messageId)
        && Objects.equals(replyTo, that.replyTo)
        && Objects.equals(correlationId, that.correlationId)
        && Objects.equals(jmsType, that.jmsType)
        && properties.equals(that.properties)
        && body.equals(that.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(messageId, destination, timestamp);
  }

  /** Names the message for logs; shows neither properties nor body, which are the application's. */
  @Override
  public String toString() {
    return type
        + " "
        + messageId
        + " to "
        + destination.kind().name().toLowerCase(Locale.ROOT)
        + " '"
        + destination.name()
        + "', "
        + body;
  }
}
