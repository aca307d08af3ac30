// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.util.Arrays;

/**
 * Writes the binary forms of this package into a growing array: fixed numbers high byte first,
 * lengths in groups of seven bits, strings as {@link Utf8}, values behind a {@link ValueTag}. Not
 * safe between threads.
 */
final class WireWriter {
  private static final int LARGEST = Integer.MAX_VALUE - 16;

  private byte[] bytes;
  private int length;

  WireWriter(int expected) {
    bytes = new byte[expected];
  }

  int length() {
    return length;
  }

  /**
   * Returns what was written, in an array of exactly that length. It may be the writer's own array:
   * what is written later goes behind it, never over it.
   */
  byte[] toBytes() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  void putByte(int value) {
    room(1);
    bytes[length++] = (byte) value;
  }

  void putShort(int value) {
    room(2);
    bytes[length++] = (byte) (value >> 8);
    bytes[length++] = (byte) value;
  }

  void putInt(int value) {
    room(4);
    putShort(value >> 16);
    putShort(value);
  }

  void putLong(long value) {
    room(8);
    putInt((int) (value >> 32));
    putInt((int) value);
  }

  void putBytes(byte[] source, int from, int count) {
    room(count);
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  /** Writes a length or count, small ones in one byte. */
  void putCount(int value) {
    room(5);
    int rest = value;
    while (rest > 0x7f) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  void putString(String text) {
    int mark = length;
    int characters = text.length();
    putCount(characters);
    room(characters);
    for (int i = 0; i < characters; i++) {
      char c = text.charAt(i);
      if (c > 0x7f) {
        length = mark;
        putBlock(Utf8.encode(text));
        return;
      }
      bytes[length++] = (byte) c;
    }
  }

  /** Writes bytes behind their length. */
  void putBlock(byte[] block) {
    putCount(block.length);
    putBytes(block, 0, block.length);
  }

  /**
   * Writes a value behind the tag of its class.
   *
   * @throws IllegalArgumentException when no tag stands for its class
   */
  void putValue(Object value) {
    ValueTag.write(this, value);
  }

  private void room(int count) {
    if (count > bytes.length - length) {
      grow(count);
    }
  }

  private void grow(int count) {
    long needed = (long) length + count;
    if (needed > LARGEST) {
      throw new OutOfMemoryError(
          "A message body of " + needed + " bytes is larger than a Java array can be");
    }
    // An empty writer takes the first piece as it is: a body written in one call is not copied
    // again.
    long doubled = length == 0 ? needed : Math.max(needed, (long) bytes.length * 2);
    bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(doubled, 16), LARGEST));
  }
}
