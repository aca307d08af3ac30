// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.Checksum;

/**
 * The bytes of a message's body, in chunks that are shared from the message object to the store and
 * never copied into one array: a small body is one array, a large one is many of {@link
 * #CHUNK_BYTES}, of which the last may be shorter.
 *
 * <p>Immutable and safe between threads, on one condition: whoever gives or takes a chunk must not
 * write to it.
 */
public final class Body {

  /** The length of every chunk but the last. */
  public static final int CHUNK_BYTES = 64 * 1024;

  /** No bytes at all. */
  public static final Body EMPTY = new Body(new byte[0], null, 0);

  private static final int CHUNK_SHIFT = 16;

  private final byte[] first;
  // Null when the first chunk is the only one.
  private final byte[][] chunks;
  private final int length;

  private Body(byte[] first, byte[][] chunks, int length) {
    this.first = first;
    this.chunks = chunks;
    this.length = length;
  }

  /**
   * Makes a body of an array: shares it when it is no longer than a chunk, otherwise copies it.
   *
   * @param bytes the bytes, not to be written to any more
   * @return the body
   */
  public static Body of(byte[] bytes) {
    return bytes.length <= CHUNK_BYTES
        ? new Body(bytes, null, bytes.length)
        : read(ByteBuffer.wrap(bytes), bytes.length);
  }

  /**
   * Makes a body of pieces; shares them when they have the lengths of chunks.
   *
   * @param pieces the pieces in order, not to be written to any more
   * @return the body
   */
  public static Body ofPieces(List<byte[]> pieces) {
    int last = pieces.size() - 1;
    for (int i = 0; i <= last; i++) {
      int wanted = pieces.get(i).length;
      if (wanted > CHUNK_BYTES || i < last && wanted < CHUNK_BYTES) {
        WireWriter out = new WireWriter(0);
        pieces.forEach(piece -> out.putBytes(piece, 0, piece.length));
        return out.toBody();
      }
    }
    return ofChunks(pieces.toArray(byte[][]::new));
  }

  /** Makes a body that shares chunks of the right lengths. */
  static Body ofChunks(byte[][] chunks) {
    if (chunks.length == 0) {
      return EMPTY;
    }
    int last = chunks.length - 1;
    int length = last * CHUNK_BYTES + chunks[last].length;
    return new Body(chunks[0], last == 0 ? null : chunks, length);
  }

  /**
   * Reads a body out of a buffer, which is left behind it.
   *
   * @param in where the bytes are
   * @param length how many of them
   * @return the body, which shares nothing with the buffer
   * @throws BufferUnderflowException when the buffer has less, or the length is negative
   */
  public static Body read(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[][] chunks = new byte[(length + CHUNK_BYTES - 1) >>> CHUNK_SHIFT][];
    for (int i = 0; i < chunks.length; i++) {
      chunks[i] = new byte[Math.min(CHUNK_BYTES, length - (i << CHUNK_SHIFT))];
      in.get(chunks[i]);
    }
    return ofChunks(chunks);
  }

  /**
   * Returns how long the body is.
   *
   * @return the number of bytes
   */
  public int length() {
    return length;
  }

  /**
   * Returns how many chunks there are.
   *
   * @return at least one, which is empty when the body is
   */
  public int chunks() {
    return chunks == null ? 1 : chunks.length;
  }

  /**
   * Returns a chunk itself, not a copy: whoever reads it must not write to it.
   *
   * @param index from 0
   * @return the bytes from {@code index * CHUNK_BYTES} on
   * @throws IndexOutOfBoundsException when there is no such chunk
   */
  public byte[] chunk(int index) {
    if (chunks != null) {
      return chunks[index];
    }
    Objects.checkIndex(index, 1);
    return first;
  }

  /**
   * Copies some of the bytes.
   *
   * @param position the first of them
   * @param target where they go
   * @param offset the place of the first in the target
   * @param count how many
   * @throws IndexOutOfBoundsException when the body or the target is too short
   */
  public void copyTo(int position, byte[] target, int offset, int count) {
    Objects.checkFromIndexSize(position, count, length);
    Objects.checkFromIndexSize(offset, count, target.length);
    for (int done = 0; done < count; ) {
      int at = position + done;
      byte[] chunk = chunk(at >> CHUNK_SHIFT);
      int from = at & CHUNK_BYTES - 1;
      int some = Math.min(count - done, chunk.length - from);
      System.arraycopy(chunk, from, target, offset + done, some);
      done += some;
    }
  }

  /**
   * Copies all bytes into one array: for those who need the whole and know that it is not large.
   *
   * @return a new array
   */
  public byte[] toBytes() {
    byte[] bytes = new byte[length];
    copyTo(0, bytes, 0, length);
    return bytes;
  }

  /**
   * Adds all bytes to a checksum; how they are divided into chunks makes no difference to it.
   *
   * @param checksum what to update
   */
  public void addTo(Checksum checksum) {
    for (int i = 0; i < chunks(); i++) {
      checksum.update(chunk(i));
    }
  }

  /**
   * Opens the bytes for reading.
   *
   * @return a stream over the chunks, not safe between threads
   */
  public InputStream stream() {
    return new BodyStream(this);
  }

  /** Two bodies are equal when their bytes are. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Body that) || length != that.length) {
      return false;
    }
    for (int i = 0; i < chunks(); i++) {
      if (!Arrays.equals(chunk(i), that.chunk(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < chunks(); i++) {
      hash = 31 * hash + Arrays.hashCode(chunk(i));
    }
    return hash;
  }

  /** Tells the length; shows no bytes, which are the application's. */
  @Override
  public String toString() {
    return length + " bytes";
  }
}
