// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

/**
 * Reads what {@link WireWriter} wrote. Whatever the bytes are, it answers with a value or with a
 * {@link DamagedMessageException}, and allocates no more than the bytes can fill. Not safe between
 * threads.
 */
final class WireReader {
  private final String what;
  private final int length;
  // Null when all bytes are in the one array.
  private final Body body;
  private byte[] chunk;
  private int before;
  private int at;

  /**
   * Begins to read an array.
   *
   * @param what names the bytes in errors, as in "stored head"
   */
  WireReader(String what, byte[] bytes) {
    this.what = what;
    this.length = bytes.length;
    this.body = null;
    this.chunk = bytes;
  }

  /**
   * Begins to read a body.
   *
   * @param what names it in errors, as in "map body"
   */
  WireReader(String what, Body body) {
    this.what = what;
    this.length = body.length();
    this.body = body;
    this.chunk = body.chunk(0);
  }

  int position() {
    return before + at;
  }

  void position(int newPosition) {
    if (body != null) {
      int index = Math.min(newPosition / Body.CHUNK_BYTES, body.chunks() - 1);
      chunk = body.chunk(index);
      before = index * Body.CHUNK_BYTES;
    }
    at = newPosition - before;
  }

  int remaining() {
    return length - position();
  }

  int getByte(String part) {
    need(1, part);
    return next();
  }

  private byte next() {
    if (at == chunk.length) {
      position(before + at);
    }
    return chunk[at++];
  }

  int getShort(String part) {
    need(2, part);
    return next() << 8 | next() & 0xff;
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
    int count = getCount(part);
    need(count, part);
    try {
      String text =
          count <= chunk.length - at
              ? Utf8.decode(chunk, at, count)
              : Utf8.decode(body, position(), count);
      position(position() + count);
      return text;
    } catch (DamagedMessageException e) {
      throw damaged(part, e.getMessage());
    }
  }

  byte[] getBlock(String part) {
    int count = getCount(part);
    need(count, part);
    byte[] block = new byte[count];
    getBytes(block, 0, count);
    return block;
  }

  /** Reads the length of a block, which can then be read with {@link #getBytes}. */
  int getBlockLength(String part) {
    int count = getCount(part);
    need(count, part);
    return count;
  }

  /** Copies bytes that are there. */
  void getBytes(byte[] target, int offset, int count) {
    for (int done = 0; done < count; ) {
      if (at == chunk.length) {
        position(before + at);
      }
      int some = Math.min(count - done, chunk.length - at);
      System.arraycopy(chunk, at, target, offset + done, some);
      at += some;
      done += some;
    }
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
            + length
            + " bytes is damaged near byte "
            + position()
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
