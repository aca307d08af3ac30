// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Gathers bytes in an array that grows. Not safe for use by several threads. */
final class MetaWriter {

  private ByteBuffer bytes;

  MetaWriter(int expected) {
    bytes = ByteBuffer.allocate(expected);
  }

  private ByteBuffer room(int wanted) {
    if (bytes.remaining() < wanted) {
      int larger = Math.max(bytes.capacity() * 2, bytes.position() + wanted);
      bytes = ByteBuffer.allocate(larger).put(bytes.flip());
    }
    return bytes;
  }

  MetaWriter putByte(int value) {
    room(1).put((byte) value);
    return this;
  }

  MetaWriter putInt(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  MetaWriter putLong(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  MetaWriter putBlock(byte[] block) {
    room(Integer.BYTES + block.length).putInt(block.length).put(block);
    return this;
  }

  MetaWriter putText(String text) {
    return putBlock(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Puts an int at a place that was written before. */
  void setInt(int position, int value) {
    bytes.putInt(position, value);
  }

  int length() {
    return bytes.position();
  }

  /** What was gathered; ends the writing. */
  ByteBuffer done() {
    return bytes.flip();
  }
}
