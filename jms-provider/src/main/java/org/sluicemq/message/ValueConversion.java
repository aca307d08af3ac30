// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.MessageFormatException;

/**
 * The conversion tables for properties (section 3.5.4) and for values of map and stream bodies
 * (section 3.11.3). They agree where they overlap: a property is merely never a char or a byte
 * array.
 *
 * <p>A null read as a number or boolean goes through {@code valueOf(String)} with a null, as both
 * sections ask: false, {@link NumberFormatException} or {@link NullPointerException}.
 */
final class ValueConversion {
  private ValueConversion() {}

  static boolean toBoolean(Object value, String name) throws MessageFormatException {
    if (value instanceof Boolean flag) {
      return flag;
    }
    return Boolean.parseBoolean(text(value, name, "boolean"));
  }

  static byte toByte(Object value, String name) throws MessageFormatException {
    if (value instanceof Byte number) {
      return number;
    }
    return Byte.parseByte(text(value, name, "byte"));
  }

  static short toShort(Object value, String name) throws MessageFormatException {
    if (value instanceof Short || value instanceof Byte) {
      return ((Number) value).shortValue();
    }
    return Short.parseShort(text(value, name, "short"));
  }

  static char toChar(Object value, String name) throws MessageFormatException {
    if (value instanceof Character c) {
      return c;
    }
    if (value == null) {
      throw new NullPointerException(subject(name) + " is null and cannot be read as a char");
    }
    throw refusal(value, name, "char");
  }

  static int toInt(Object value, String name) throws MessageFormatException {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).intValue();
    }
    return Integer.parseInt(text(value, name, "int"));
  }

  static long toLong(Object value, String name) throws MessageFormatException {
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    return Long.parseLong(text(value, name, "long"));
  }

  static float toFloat(Object value, String name) throws MessageFormatException {
    if (value instanceof Float number) {
      return number;
    }
    return Float.parseFloat(text(value, name, "float"));
  }

  static double toDouble(Object value, String name) throws MessageFormatException {
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    return Double.parseDouble(text(value, name, "double"));
  }

  static String toText(Object value, String name) throws MessageFormatException {
    if (value instanceof byte[]) {
      throw refusal(value, name, "String");
    }
    return value == null ? null : value.toString();
  }

  /** Returns the array itself; callers that hand it out copy it. */
  static byte[] toBytes(Object value, String name) throws MessageFormatException {
    if (value == null || value instanceof byte[]) {
      return (byte[]) value;
    }
    throw refusal(value, name, "byte[]");
  }

  /**
   * Checks a value that an application writes into a map or stream body.
   *
   * @throws MessageFormatException when the body cannot hold it
   */
  static void checkBodyValue(Object value, String name) throws MessageFormatException {
    if (!(value instanceof byte[]
        || value instanceof Character
        || PropertyRules.isPropertyValue(value))) {
      throw new MessageFormatException(
          subject(name)
              + " cannot be a "
              + value.getClass().getName()
              + ": bodies hold boxed primitives, String and byte[]");
    }
  }

  private static String text(Object value, String name, String wanted)
      throws MessageFormatException {
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw refusal(value, name, wanted);
  }

  private static MessageFormatException refusal(Object value, String name, String wanted) {
    return new MessageFormatException(
        subject(name)
            + " was written as "
            + value.getClass().getSimpleName()
            + " and cannot be read as "
            + wanted);
  }

  private static String subject(String name) {
    return name == null ? "The next value of the stream" : "The value of '" + name + "'";
  }
}
