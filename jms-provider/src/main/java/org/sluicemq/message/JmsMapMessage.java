// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A message whose body is a set of named values (section 3.11). A received body is decoded when it
 * is first read. Not safe between threads.
 */
public final class JmsMapMessage extends JmsMessage implements MapMessage {
  // Null while a received body has not been decoded.
  private Map<String, Object> values = new LinkedHashMap<>();
  // Null when the values have changed since they were last encoded.
  private Body encoded;

  JmsMapMessage() {}

  @Override
  public MessageType type() {
    return MessageType.MAP;
  }

  @Override
  Body encodeBody() throws JMSException {
    if (encoded == null && !values.isEmpty()) {
      encoded = MapBody.encode(values);
    }
    return encoded;
  }

  @Override
  void takeBody(Body body) {
    encoded = body;
    values = body == null ? new LinkedHashMap<>() : null;
  }

  @Override
  void emptyBody() {
    takeBody(null);
  }

  @Override
  public boolean hasBody() throws JMSException {
    return !values().isEmpty();
  }

  @Override
  Class<?> bodyClass() {
    return Map.class;
  }

  @Override
  Object bodyObject() throws JMSException {
    Map<String, Object> copy = new LinkedHashMap<>(values());
    copy.replaceAll((name, value) -> value instanceof byte[] array ? array.clone() : value);
    return copy;
  }

  private Map<String, Object> values() throws JMSException {
    if (values == null) {
      try {
        values = MapBody.decode(encoded);
      } catch (DamagedMessageException e) {
        throw damaged(e);
      }
    }
    return values;
  }

  private Object value(String name) throws JMSException {
    return values().get(name);
  }

  @Override
  public boolean getBoolean(String name) throws JMSException {
    return ValueConversion.toBoolean(value(name), name);
  }

  @Override
  public byte getByte(String name) throws JMSException {
    return ValueConversion.toByte(value(name), name);
  }

  @Override
  public short getShort(String name) throws JMSException {
    return ValueConversion.toShort(value(name), name);
  }

  @Override
  public char getChar(String name) throws JMSException {
    return ValueConversion.toChar(value(name), name);
  }

  @Override
  public int getInt(String name) throws JMSException {
    return ValueConversion.toInt(value(name), name);
  }

  @Override
  public long getLong(String name) throws JMSException {
    return ValueConversion.toLong(value(name), name);
  }

  @Override
  public float getFloat(String name) throws JMSException {
    return ValueConversion.toFloat(value(name), name);
  }

  @Override
  public double getDouble(String name) throws JMSException {
    return ValueConversion.toDouble(value(name), name);
  }

  @Override
  public String getString(String name) throws JMSException {
    return ValueConversion.toText(value(name), name);
  }

  @Override
  public byte[] getBytes(String name) throws JMSException {
    byte[] array = ValueConversion.toBytes(value(name), name);
    return array == null ? null : array.clone();
  }

  @Override
  public Object getObject(String name) throws JMSException {
    return value(name) instanceof byte[] array ? array.clone() : value(name);
  }

  @Override
  public Enumeration<String> getMapNames() throws JMSException {
    return Collections.enumeration(new ArrayList<>(values().keySet()));
  }

  @Override
  public boolean itemExists(String name) throws JMSException {
    return values().containsKey(name);
  }

  @Override
  public void setBoolean(String name, boolean value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setByte(String name, byte value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setShort(String name, short value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setChar(String name, char value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setInt(String name, int value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setLong(String name, long value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setFloat(String name, float value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setDouble(String name, double value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setString(String name, String value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setBytes(String name, byte[] value) throws JMSException {
    put(name, value == null ? null : value.clone());
  }

  @Override
  public void setBytes(String name, byte[] value, int offset, int length) throws JMSException {
    if (value == null) {
      put(name, null);
    } else {
      // A range that goes beyond the array would be filled with zeros.
      Objects.checkFromIndexSize(offset, length, value.length);
      put(name, Arrays.copyOfRange(value, offset, offset + length));
    }
  }

  @Override
  public void setObject(String name, Object value) throws JMSException {
    ValueConversion.checkBodyValue(value, name);
    put(name, value instanceof byte[] array ? array.clone() : value);
  }

  private void put(String name, Object value) throws JMSException {
    requireWriteable();
    if (name == null || name.isEmpty()) {
      throw new IllegalArgumentException(
          "A name in a map message must not be " + (name == null ? "null" : "empty"));
    }
    values.put(name, value);
    encoded = null;
  }
}
