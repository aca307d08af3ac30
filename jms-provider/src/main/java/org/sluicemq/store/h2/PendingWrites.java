// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluicemq.store.journal.DiskFile;

/**
 * What was written to a file between two forces: pieces that do not overlap, the length that the
 * file was cut to at the shortest, and its length at the end. It can be read as the file will be,
 * encoded as one record, and applied; applying it again changes nothing.
 *
 * <p>Not safe for use by several threads.
 */
final class PendingWrites {

  private static final int FIXED_BYTES = 8 + 8 + 4;
  private static final int BYTES_PER_PIECE = 8 + 4;

  private final TreeMap<Long, Piece> pieces = new TreeMap<>();
  private long cutTo = Long.MAX_VALUE;
  private long size;
  private long bytes;
  private boolean changed;

  private record Piece(byte[] content, int offset, int length) {
    Piece from(int start) {
      return new Piece(content, offset + start, length - start);
    }

    Piece first(int count) {
      return new Piece(content, offset, count);
    }
  }

  PendingWrites(long size) {
    this.size = size;
  }

  boolean isEmpty() {
    return !changed;
  }

  /** How much memory the pieces take. */
  long bytes() {
    return bytes;
  }

  long size() {
    return size;
  }

  void write(long position, ByteBuffer source) {
    byte[] content = new byte[source.remaining()];
    source.get(content);
    if (content.length > 0) {
      put(position, content);
    }
  }

  private void put(long position, byte[] content) {
    long end = position + content.length;
    remove(position, end);
    pieces.put(position, new Piece(content, 0, content.length));
    bytes += content.length;
    size = Math.max(size, end);
    changed = true;
  }

  void truncate(long length) {
    if (length < size) {
      remove(length, Long.MAX_VALUE);
      cutTo = Math.min(cutTo, length);
      size = length;
      changed = true;
    }
  }

  private void remove(long from, long to) {
    Map.Entry<Long, Piece> before = pieces.lowerEntry(from);
    if (before != null && before.getKey() + before.getValue().length > from) {
      Piece piece = before.getValue();
      int kept = (int) (from - before.getKey());
      pieces.put(before.getKey(), piece.first(kept));
      pieces.put(from, piece.from(kept));
    }
    Map.Entry<Long, Piece> last = pieces.lowerEntry(to);
    if (last != null && last.getKey() >= from && last.getKey() + last.getValue().length > to) {
      pieces.put(to, last.getValue().from((int) (to - last.getKey())));
      pieces.put(last.getKey(), last.getValue().first((int) (to - last.getKey())));
    }
    Map<Long, Piece> gone = pieces.subMap(from, to);
    gone.values().forEach(piece -> bytes -= piece.length);
    gone.clear();
  }

  /** Tells whether reading a range needs anything that is known only here. */
  boolean touches(long from, long to) {
    Map.Entry<Long, Piece> last = pieces.lowerEntry(to);
    boolean overlaps = last != null && last.getKey() + last.getValue().length > from;
    return overlaps || to > cutTo;
  }

  /** Changes bytes read from the file, which begin at {@code position}, into what they will be. */
  void patch(long position, byte[] target, int offset, int length) {
    long end = position + length;
    if (cutTo < end) {
      int kept = (int) Math.max(0, cutTo - position);
      Arrays.fill(target, offset + kept, offset + length, (byte) 0);
    }
    Long start = pieces.floorKey(position);
    for (Map.Entry<Long, Piece> entry :
        pieces.subMap(start == null ? position : start, end).entrySet()) {
      Piece piece = entry.getValue();
      long from = Math.max(position, entry.getKey());
      long to = Math.min(end, entry.getKey() + piece.length);
      if (from < to) {
        int inPiece = piece.offset + (int) (from - entry.getKey());
        System.arraycopy(
            piece.content, inPiece, target, offset + (int) (from - position), (int) (to - from));
      }
    }
  }

  /** Is given the bounds of a range. */
  @FunctionalInterface
  interface RangeVisitor {
    void range(long from, long to);
  }

  /** Names the ranges of the file that applying this changes. */
  void forEachRange(RangeVisitor visitor) {
    pieces.forEach((position, piece) -> visitor.range(position, position + piece.length));
    if (cutTo < Long.MAX_VALUE) {
      visitor.range(cutTo, Long.MAX_VALUE);
    }
  }

  long encodedBytes() {
    return FIXED_BYTES + (long) BYTES_PER_PIECE * pieces.size() + bytes;
  }

  ByteBuffer[] encode() {
    ByteBuffer head = ByteBuffer.allocate(FIXED_BYTES + BYTES_PER_PIECE * pieces.size());
    head.putLong(cutTo).putLong(size).putInt(pieces.size());
    List<ByteBuffer> parts = new ArrayList<>(1 + pieces.size());
    parts.add(head);
    pieces.forEach(
        (position, piece) -> {
          head.putLong(position).putInt(piece.length);
          parts.add(ByteBuffer.wrap(piece.content, piece.offset, piece.length));
        });
    head.flip();
    return parts.toArray(ByteBuffer[]::new);
  }

  static PendingWrites decode(ByteBuffer record) {
    PendingWrites writes = new PendingWrites(0);
    writes.cutTo = record.getLong();
    long size = record.getLong();
    ByteBuffer head = record.duplicate().position(record.position() + 4);
    int count = record.getInt();
    record.position(record.position() + count * BYTES_PER_PIECE);
    for (int i = 0; i < count; i++) {
      long position = head.getLong();
      byte[] content = new byte[head.getInt()];
      record.get(content);
      writes.put(position, content);
    }
    writes.size = size;
    writes.changed = true;
    return writes;
  }

  void applyTo(DiskFile file) throws IOException {
    if (cutTo < file.size()) {
      file.setLength(cutTo);
    }
    for (Map.Entry<Long, Piece> entry : pieces.entrySet()) {
      Piece piece = entry.getValue();
      file.write(entry.getKey(), piece.content, piece.offset, piece.length);
    }
    if (file.size() < size) {
      file.setLength(size);
    }
  }
}
