// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.util.Arrays;

/**
 * Reads what {@link WireWriter} wrote. Whatever the bytes are, it answers with a value or with a
 * {@link DamagedMessageException}, and allocates no more than the bytes can fill. Not safe between
 * threads.
 */
final class WireReader {
  private final String what;
  private final byte[] bytes;
  private int position;

  /**
   * Begins to read.
   *
   * @param what names the bytes in errors, as in "stored head"
   */
  WireReader(String what, byte[] bytes) {
    this.what = what;
    this.bytes = bytes;
  }

  int position() {
    return position;
  }

  void position(int newPosition) {
    position = newPosition;
  }

  int remaining() {
    return bytes.length - position;
  }

  int getByte(String part) {
    need(1, part);
    return bytes[position++];
  }

  int getShort(String part) {
    need(2, part);
    int value = bytes[position] << 8 | bytes[position + 1] & 0xff;
    position += 2;
    return value;
  }

  int getInt(String part) {
    need(4, part);
    return getShort(part) << 16 | getShort(part) & 0xffff;
  }

  long getLong(String part) {
    need(8, part);
    return (long) getInt(part) << 32 | getInt(part) & 0xffffffffL;
  }

  /** Reads a count written by {@link WireWriter#putCount}. */
  int getCount(String part) {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = getByte(part);
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        if (value < 0 || shift == 28 && next > 7) {
          break;
        }
        return value;
      }
    }
    throw damaged(part, "its count is out of range");
  }

  String getString(String part) {
    int length = getCount(part);
    need(length, part);
    try {
      String text = Utf8.decode(bytes, position, length);
      position += length;
      return text;
    } catch (DamagedMessageException e) {
      throw damaged(part, e.getMessage());
    }
  }

  byte[] getBlock(String part) {
    int length = getCount(part);
    need(length, part);
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  /** Reads a value behind its tag. */
  Object getValue(String part) {
    return ValueTag.read(this, part);
  }

  /** Says that everything has been read, or that there is more than there should be. */
  void end() {
    if (remaining() != 0) {
      throw damaged("end", remaining() + " bytes follow it");
    }
  }

  DamagedMessageException damaged(String part, String why) {
    return new DamagedMessageException(
        "The "
            + what
            + " of "
            + bytes.length
            + " bytes is damaged near byte "
            + position
            + ", in its "
            + part
            + ": "
            + why);
  }

  private void need(int count, String part) {
    if (count > remaining()) {
      throw damaged(part, count + " bytes are needed, " + remaining() + " are left");
    }
  }
}
