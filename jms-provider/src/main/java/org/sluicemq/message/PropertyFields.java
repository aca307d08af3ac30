// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageNotWriteableException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The properties of a message object (section 3.5). The map is shared with envelopes until it is
 * changed, and copied then; the delivery count stands beside it, because it differs from delivery
 * to delivery.
 */
abstract class PropertyFields extends HeaderFields {
  private Map<String, Object> properties = Map.of();
  private boolean shared = true;
  private boolean readOnly;
  private int deliveryCount;

  final void takeProperties(Envelope envelope, DeliveryContext delivery) {
    properties = envelope.properties();
    shared = true;
    readOnly = true;
    deliveryCount = delivery.count();
  }

  /** Returns the properties for an envelope; from now on a change copies them first. */
  final Map<String, Object> shareProperties() {
    shared = true;
    return properties;
  }

  @Override
  public final void clearProperties() {
    properties = Map.of();
    shared = true;
    readOnly = false;
    deliveryCount = 0;
  }

  @Override
  public final boolean propertyExists(String name) {
    return isDeliveryCount(name) || name != null && properties.containsKey(name);
  }

  /** Returns the names of all properties as they are now; of a received one, the count's too. */
  @Override
  public final Enumeration<String> getPropertyNames() {
    Set<String> names = new LinkedHashSet<>(properties.keySet());
    if (deliveryCount > 0) {
      names.add(PropertyRules.DELIVERY_COUNT);
    }
    return Collections.enumeration(names);
  }

  @Override
  public final Object getObjectProperty(String name) {
    if (isDeliveryCount(name)) {
      return deliveryCount;
    }
    return name == null ? null : properties.get(name);
  }

  private boolean isDeliveryCount(String name) {
    return deliveryCount > 0 && PropertyRules.DELIVERY_COUNT.equals(name);
  }

  /**
   * Sets a property. A client's value for a defined property of the provider is passed over, as its
   * value for a header field of the provider is, so that copying all properties of a received
   * message works.
   *
   * @throws IllegalArgumentException when the name is not allowed
   * @throws jakarta.jms.MessageFormatException when the value is not of a property type
   * @throws MessageNotWriteableException when the message was received and its properties not
   *     cleared
   */
  @Override
  public final void setObjectProperty(String name, Object value) throws JMSException {
    PropertyRules.checkName(name);
    if (readOnly) {
      throw new MessageNotWriteableException(
          "The properties of a received message are read-only: '"
              + name
              + "' can be set after clearProperties()");
    }
    PropertyRules.checkValue(name, value);
    if (!PropertyRules.isOfTheProvider(name)) {
      ownProperties().put(name, value);
    }
  }

  /** Sets a property of another provider's message, whose names may be freer than ours. */
  final void carryProperty(String name, Object value) throws JMSException {
    PropertyRules.checkValue(name, value);
    ownProperties().put(name, value);
  }

  private Map<String, Object> ownProperties() {
    if (shared) {
      properties = new LinkedHashMap<>(properties);
      shared = false;
    }
    return properties;
  }

  @Override
  public final boolean getBooleanProperty(String name) throws JMSException {
    return ValueConversion.toBoolean(getObjectProperty(name), name);
  }

  @Override
  public final byte getByteProperty(String name) throws JMSException {
    return ValueConversion.toByte(getObjectProperty(name), name);
  }

  @Override
  public final short getShortProperty(String name) throws JMSException {
    return ValueConversion.toShort(getObjectProperty(name), name);
  }

  @Override
  public final int getIntProperty(String name) throws JMSException {
    return ValueConversion.toInt(getObjectProperty(name), name);
  }

  @Override
  public final long getLongProperty(String name) throws JMSException {
    return ValueConversion.toLong(getObjectProperty(name), name);
  }

  @Override
  public final float getFloatProperty(String name) throws JMSException {
    return ValueConversion.toFloat(getObjectProperty(name), name);
  }

  @Override
  public final double getDoubleProperty(String name) throws JMSException {
    return ValueConversion.toDouble(getObjectProperty(name), name);
  }

  @Override
  public final String getStringProperty(String name) throws JMSException {
    return ValueConversion.toText(getObjectProperty(name), name);
  }

  @Override
  public final void setBooleanProperty(String name, boolean value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public final void setByteProperty(String name, byte value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public final void setShortProperty(String name, short value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public final void setIntProperty(String name, int value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public final void setLongProperty(String name, long value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public final void setFloatProperty(String name, float value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public final void setDoubleProperty(String name, double value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public final void setStringProperty(String name, String value) throws JMSException {
    setObjectProperty(name, value);
  }
}
