// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the binary forms of this package: fixed numbers high byte first, lengths in groups of
 * seven bits, strings as {@link Utf8}, values behind a {@link ValueTag}. It grows by doubling up to
 * the length of a chunk, and from there on chunk by chunk, so that what is large is never copied.
 * Not safe between threads.
 */
final class WireWriter {
  private static final int LARGEST = Integer.MAX_VALUE - Body.CHUNK_BYTES;
  private static final int LONGEST_COUNT = 5;

  private List<byte[]> full = List.of();
  private byte[] chunk;
  private int at;

  WireWriter(int expected) {
    chunk = new byte[expected];
  }

  int length() {
    return full.size() * Body.CHUNK_BYTES + at;
  }

  /**
   * Returns what was written. It may share the writer's own arrays: what is written later goes
   * behind it, never over it.
   */
  Body toBody() {
    if (full.isEmpty()) {
      return at == 0 ? Body.EMPTY : Body.of(lastChunk());
    }
    byte[][] chunks = full.toArray(new byte[full.size() + 1][]);
    chunks[full.size()] = lastChunk();
    return Body.ofChunks(chunks);
  }

  /** Returns what was written in one array of exactly that length, shared as {@link #toBody}. */
  byte[] toBytes() {
    return full.isEmpty() ? lastChunk() : toBody().toBytes();
  }

  private byte[] lastChunk() {
    return at == chunk.length ? chunk : Arrays.copyOf(chunk, at);
  }

  void putByte(int value) {
    if (at == chunk.length) {
      extend(1);
    }
    chunk[at++] = (byte) value;
  }

  void putShort(int value) {
    putByte(value >> 8);
    putByte(value);
  }

  void putInt(int value) {
    putShort(value >> 16);
    putShort(value);
  }

  void putLong(long value) {
    putInt((int) (value >> 32));
    putInt((int) value);
  }

  void putBytes(byte[] source, int from, int count) {
    for (int done = 0; done < count; ) {
      if (at == chunk.length) {
        extend(count - done);
      }
      int some = Math.min(count - done, chunk.length - at);
      System.arraycopy(source, from + done, chunk, at, some);
      at += some;
      done += some;
    }
  }

  /** Writes a length or count, small ones in one byte. */
  void putCount(int value) {
    int rest = value;
    while (rest > 0x7f) {
      putByte(rest | 0x80);
      rest >>>= 7;
    }
    putByte(rest);
  }

  void putString(String text) {
    if (!hasRoomInChunk((long) LONGEST_COUNT + text.length()) || !putAscii(text)) {
      Body encoded = Utf8.encodeBody(text);
      putCount(encoded.length());
      putBody(encoded);
    }
  }

  /** Writes a string of ASCII characters; any other leaves nothing behind. */
  private boolean putAscii(String text) {
    int mark = at;
    int characters = text.length();
    putCount(characters);
    for (int i = 0; i < characters; i++) {
      char c = text.charAt(i);
      if (c > 0x7f) {
        at = mark;
        return false;
      }
      chunk[at++] = (byte) c;
    }
    return true;
  }

  private boolean hasRoomInChunk(long count) {
    if (count > chunk.length - at && at + count <= Body.CHUNK_BYTES) {
      extend((int) count);
    }
    return count <= chunk.length - at;
  }

  /** Writes bytes as they are. */
  void putBody(Body body) {
    for (int i = 0; i < body.chunks(); i++) {
      putBytes(body.chunk(i), 0, body.chunk(i).length);
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

  /** Returns a stream that writes here. */
  OutputStream asStream() {
    return new OutputStream() {
      @Override
      public void write(int value) {
        putByte(value);
      }

      @Override
      public void write(byte[] source, int from, int count) {
        putBytes(source, from, count);
      }
    };
  }

  /** Makes room for at least one more byte, and for more of them if a chunk can take them. */
  private void extend(int wanted) {
    if (wanted > LARGEST - length()) {
      throw new OutOfMemoryError(
          "A message body of "
              + ((long) length() + wanted)
              + " bytes is larger than a message can be: send less in one message");
    }
    if (chunk.length < Body.CHUNK_BYTES) {
      chunk = Arrays.copyOf(chunk, Math.min(Math.max(larger(wanted), 16), Body.CHUNK_BYTES));
    } else {
      full = full.isEmpty() ? new ArrayList<>() : full;
      full.add(chunk);
      chunk = new byte[Math.min(Math.max(wanted, 16), Body.CHUNK_BYTES)];
      at = 0;
    }
  }

  private int larger(int wanted) {
    int needed = at + wanted;
    if (!full.isEmpty()) {
      return Body.CHUNK_BYTES;
    }
    // An empty writer takes the first piece as it is: a body written in one call is not copied
    // again.
    return at == 0 ? needed : Math.max(needed, chunk.length * 2);
  }
}
