// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.util.Objects;

/**
 * The byte that stands before a value in stored heads and in map and stream bodies. The numbers
 * never change between versions.
 */
final class ValueTag {
  private static final int NULL = 0;
  private static final int FALSE = 1;
  private static final int TRUE = 2;
  private static final int BYTE = 3;
  private static final int SHORT = 4;
  private static final int CHAR = 5;
  private static final int INT = 6;
  private static final int LONG = 7;
  private static final int FLOAT = 8;
  private static final int DOUBLE = 9;
  private static final int STRING = 10;
  private static final int BYTES = 11;

  private ValueTag() {}

  static void write(WireWriter out, Object value) {
    if (value == null) {
      out.putByte(NULL);
    } else if (value instanceof String text) {
      out.putByte(STRING);
      out.putString(text);
    } else if (value instanceof byte[] block) {
      writeBytes(out, block, 0, block.length);
    } else if (value instanceof Boolean flag) {
      out.putByte(flag ? TRUE : FALSE);
    } else if (value instanceof Number number) {
      writeNumber(out, number);
    } else if (value instanceof Character c) {
      out.putByte(CHAR);
      out.putShort(c);
    } else {
      throw unknown(value);
    }
  }

  static void writeBytes(WireWriter out, byte[] source, int from, int count) {
    Objects.checkFromIndexSize(from, count, source.length);
    out.putByte(BYTES);
    out.putCount(count);
    out.putBytes(source, from, count);
  }

  private static void writeNumber(WireWriter out, Number value) {
    if (value instanceof Integer) {
      out.putByte(INT);
      out.putInt(value.intValue());
    } else if (value instanceof Long) {
      out.putByte(LONG);
      out.putLong(value.longValue());
    } else if (value instanceof Double number) {
      out.putByte(DOUBLE);
      out.putLong(Double.doubleToRawLongBits(number));
    } else if (value instanceof Float number) {
      out.putByte(FLOAT);
      out.putInt(Float.floatToRawIntBits(number));
    } else if (value instanceof Short) {
      out.putByte(SHORT);
      out.putShort(value.shortValue());
    } else if (value instanceof Byte) {
      out.putByte(BYTE);
      out.putByte(value.byteValue());
    } else {
      throw unknown(value);
    }
  }

  /** Whether a byte array follows the tag. */
  static boolean isBytes(int tag) {
    return tag == BYTES;
  }

  static Object read(WireReader in, String part) {
    int tag = in.getByte(part);
    return switch (tag) {
      case NULL -> null;
      case FALSE -> Boolean.FALSE;
      case TRUE -> Boolean.TRUE;
      case BYTE -> (byte) in.getByte(part);
      case SHORT -> (short) in.getShort(part);
      case CHAR -> (char) in.getShort(part);
      case INT -> in.getInt(part);
      case LONG -> in.getLong(part);
      case FLOAT -> Float.intBitsToFloat(in.getInt(part));
      case DOUBLE -> Double.longBitsToDouble(in.getLong(part));
      case STRING -> in.getString(part);
      case BYTES -> in.getBlock(part);
      default -> throw in.damaged(part, "no value has the tag " + tag);
    };
  }

  private static IllegalArgumentException unknown(Object value) {
    return new IllegalArgumentException(
        "A value of " + value.getClass().getName() + " cannot be part of a message");
  }
}
