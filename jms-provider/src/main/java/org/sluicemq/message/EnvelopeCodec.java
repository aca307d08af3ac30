// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns an envelope into a head (header fields and properties, compact) beside its body, and back.
 * A store keeps the two apart, and writes the body from the chunks that the envelope shares.
 *
 * <p>The first byte of a head is its version. A head holds the length of its body, so that a body
 * cut short or taken from another message does not pass; checksums over both are the store's.
 * Stateless and safe between threads.
 */
public final class EnvelopeCodec {
  private static final int VERSION = 1;

  private static final int PERSISTENT = 1;
  private static final int BODY = 1 << 1;
  private static final int MESSAGE_ID = 1 << 2;
  private static final int CORRELATION_ID = 1 << 3;
  private static final int JMS_TYPE = 1 << 4;
  private static final int REPLY_TO = 1 << 5;
  private static final int EXPIRATION = 1 << 6;
  private static final int DELIVERY_TIME = 1 << 7;
  private static final int PROPERTIES = 1 << 8;
  private static final int DESTINATION_IS_TOPIC = 1 << 9;
  private static final int REPLY_TO_IS_TOPIC = 1 << 10;
  private static final int ALL_FLAGS = (1 << 11) - 1;

  private EnvelopeCodec() {}

  /**
   * Writes header fields and properties.
   *
   * @param envelope the message
   * @return its head, a new array
   */
  public static byte[] encodeHead(Envelope envelope) {
    WireWriter out = new WireWriter(192);
    int flags = flags(envelope);
    out.putByte(VERSION);
    out.putByte(envelope.type().code());
    out.putShort(flags);
    out.putByte(envelope.priority());
    out.putCount(envelope.body().length());
    out.putLong(envelope.timestamp());
    if ((flags & EXPIRATION) != 0) {
      out.putLong(envelope.expiration());
    }
    if ((flags & DELIVERY_TIME) != 0) {
      out.putLong(envelope.deliveryTime());
    }
    out.putString(envelope.destination().name());
    putStrings(out, envelope);
    if ((flags & PROPERTIES) != 0) {
      putProperties(out, envelope.properties());
    }
    return out.toBytes();
  }

  private static int flags(Envelope envelope) {
    Address replyTo = envelope.replyTo();
    return flag(PERSISTENT, envelope.persistent())
        | flag(BODY, envelope.hasBody())
        | flag(MESSAGE_ID, envelope.messageId() != null)
        | flag(CORRELATION_ID, envelope.correlationId() != null)
        | flag(JMS_TYPE, envelope.jmsType() != null)
        | flag(REPLY_TO, replyTo != null)
        | flag(EXPIRATION, envelope.expiration() != 0)
        | flag(DELIVERY_TIME, envelope.deliveryTime() != envelope.timestamp())
        | flag(PROPERTIES, !envelope.properties().isEmpty())
        | flag(DESTINATION_IS_TOPIC, envelope.destination().kind() == Address.Kind.TOPIC)
        | flag(REPLY_TO_IS_TOPIC, replyTo != null && replyTo.kind() == Address.Kind.TOPIC);
  }

  private static int flag(int bit, boolean set) {
    return set ? bit : 0;
  }

  private static void putStrings(WireWriter out, Envelope envelope) {
    putIfPresent(out, envelope.messageId());
    putIfPresent(out, envelope.correlationId());
    putIfPresent(out, envelope.jmsType());
    putIfPresent(out, envelope.replyTo() == null ? null : envelope.replyTo().name());
  }

  private static void putIfPresent(WireWriter out, String text) {
    if (text != null) {
      out.putString(text);
    }
  }

  private static void putProperties(WireWriter out, Map<String, Object> properties) {
    out.putCount(properties.size());
    for (Map.Entry<String, Object> property : properties.entrySet()) {
      out.putString(property.getKey());
      out.putValue(property.getValue());
    }
  }

  /**
   * Puts an envelope together again.
   *
   * @param head what {@link #encodeHead} wrote
   * @param body the body that was beside it; null and empty both stand for none. The envelope
   *     shares it
   * @return the envelope, equal to the one that was encoded
   * @throws DamagedMessageException when head or body are not whole; never a part of a message
   */
  public static Envelope decode(byte[] head, Body body) {
    WireReader in = new WireReader("stored message head", head);
    int version = in.getByte("version");
    if (version != VERSION) {
      throw in.damaged("version", "it is " + version + ", this version reads " + VERSION);
    }
    MessageType type = type(in);
    int flags = in.getShort("flags");
    if ((flags & ~ALL_FLAGS) != 0) {
      throw in.damaged("flags", Integer.toHexString(flags & 0xffff) + " has unknown ones");
    }
    int priority = in.getByte("priority");
    Body wholeBody = body(in, flags, body == null ? Body.EMPTY : body);
    try {
      return fields(in, flags, type).priority(priority).body(wholeBody).build();
    } catch (IllegalArgumentException e) {
      throw new DamagedMessageException(in.damaged("fields", e.getMessage()).getMessage(), e);
    }
  }

  private static MessageType type(WireReader in) {
    int code = in.getByte("type");
    MessageType type = MessageType.ofCode(code);
    if (type == null) {
      throw in.damaged("type", "there is no type " + code);
    }
    return type;
  }

  private static Body body(WireReader in, int flags, Body body) {
    int length = in.getCount("body length");
    if (length != body.length()) {
      throw in.damaged(
          "body length", "it names " + length + " bytes, the body beside it has " + body.length());
    }
    if (length > 0 && (flags & BODY) == 0) {
      throw in.damaged("flags", "they say that there is no body, but it has " + length + " bytes");
    }
    return (flags & BODY) == 0 ? null : body;
  }

  private static EnvelopeBuilder fields(WireReader in, int flags, MessageType type) {
    long timestamp = in.getLong("timestamp");
    long expiration = (flags & EXPIRATION) != 0 ? in.getLong("expiration") : 0;
    long deliveryTime = (flags & DELIVERY_TIME) != 0 ? in.getLong("delivery time") : timestamp;
    Address destination = address(in, (flags & DESTINATION_IS_TOPIC) != 0, "destination");
    EnvelopeBuilder envelope =
        Envelope.builder(type, destination)
            .persistent((flags & PERSISTENT) != 0)
            .timestamp(timestamp)
            .expiration(expiration)
            .deliveryTime(deliveryTime)
            .messageId(string(in, flags & MESSAGE_ID, "message id"))
            .correlationId(string(in, flags & CORRELATION_ID, "correlation id"))
            .jmsType(string(in, flags & JMS_TYPE, "JMSType"));
    if ((flags & REPLY_TO) != 0) {
      envelope.replyTo(address(in, (flags & REPLY_TO_IS_TOPIC) != 0, "reply destination"));
    }
    envelope.sharedProperties((flags & PROPERTIES) != 0 ? properties(in) : Map.of());
    in.end();
    return envelope;
  }

  private static Address address(WireReader in, boolean topic, String part) {
    return Address.of(topic ? Address.Kind.TOPIC : Address.Kind.QUEUE, in.getString(part));
  }

  private static String string(WireReader in, int present, String part) {
    return present != 0 ? in.getString(part) : null;
  }

  private static Map<String, Object> properties(WireReader in) {
    int count = in.getCount("property count");
    if (count == 0 || count > in.remaining() / 2) {
      throw in.damaged("property count", "it cannot be " + count);
    }
    Map<String, Object> properties = new LinkedHashMap<>(count * 4 / 3 + 1);
    for (int i = 0; i < count; i++) {
      String name = in.getString("property name");
      Object value = in.getValue("property value");
      PropertyRules.checkStored(name, value);
      properties.put(name, value);
    }
    if (properties.size() != count) {
      throw in.damaged("property names", "one occurs twice");
    }
    return properties;
  }
}
