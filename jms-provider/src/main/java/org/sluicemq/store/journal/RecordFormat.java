// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A record as it lies in the ring: magic, CRC32C of all that follows, payload length, generation,
 * sequence, the highest sequence that was known to be durable when the record was appended, {@link
 * RecordSeal}, payload. The numbers are big-endian; records lie without gaps. Records of the former
 * format, which end their header with the sequence, are still read.
 */
final class RecordFormat {

  static final int HEADER_BYTES = 4 + 4 + 4 + 8 + 8 + 8 + 4;

  /** Where the checked part of a header begins. */
  static final int CHECKED_FROM = 8;

  /** Where the seal lies; it covers the checked part in front of it. */
  static final int SEAL_AT = HEADER_BYTES - 4;

  private static final int FORMER_HEADER_BYTES = 4 + 4 + 4 + 8 + 8;
  private static final int MAGIC = 0x534c5244;
  private static final int FORMER_MAGIC = 0x534c5243;

  private RecordFormat() {}

  /** Writes the header of a record, with room for checksum and seal, at the buffer's position. */
  static void putHeader(
      ByteBuffer target, int payloadBytes, long generation, long sequence, long forced) {
    target.putInt(MAGIC).putInt(0).putInt(payloadBytes).putLong(generation).putLong(sequence);
    target.putLong(forced).putInt(0);
  }

  static void putSeal(ByteBuffer target, int start, int seal) {
    target.putInt(start + SEAL_AT, seal);
  }

  /** Feeds the checked part of the header that starts at {@code start} to the checksum. */
  static void checkHeader(CRC32C crc, byte[] record, int start, int headerBytes) {
    crc.update(record, start + CHECKED_FROM, headerBytes - CHECKED_FROM);
  }

  static void putChecksum(ByteBuffer target, int start, CRC32C crc) {
    target.putInt(start + 4, (int) crc.getValue());
  }

  /** How long the header is that starts with these bytes, or -1 if it is none. */
  static int headerBytes(ByteBuffer header) {
    return switch (header.getInt(0)) {
      case MAGIC -> HEADER_BYTES;
      case FORMER_MAGIC -> FORMER_HEADER_BYTES;
      default -> -1;
    };
  }

  /**
   * Where the next magic of the present format starts, at {@code from} or later; {@code to} or more
   * if there is none in front of that. A whole header but one byte must follow {@code to}.
   */
  static int nextMagic(ByteBuffer bytes, int from, int to) {
    // Its four bytes differ, so that to look at every fourth byte is enough.
    for (int at = from + 3; at < to + 3; at += 4) {
      int place = placeInMagic(bytes.get(at));
      if (place >= 0 && bytes.getInt(at - place) == MAGIC) {
        return at - place;
      }
    }
    return to;
  }

  private static int placeInMagic(byte one) {
    return switch (one) {
      case MAGIC >> 24 -> 0;
      case MAGIC >> 16 & 0xff -> 1;
      case MAGIC >> 8 & 0xff -> 2;
      case MAGIC & 0xff -> 3;
      default -> -1;
    };
  }

  static int checksum(ByteBuffer header) {
    return header.getInt(4);
  }

  static int payloadBytes(ByteBuffer header) {
    return header.getInt(8);
  }

  static long generation(ByteBuffer header) {
    return header.getLong(12);
  }

  static long sequence(ByteBuffer header) {
    return sequence(header, 0);
  }

  static long sequence(ByteBuffer bytes, int start) {
    return bytes.getLong(start + 20);
  }

  static long forced(ByteBuffer bytes, int start) {
    return bytes.getLong(start + 28);
  }

  static int seal(ByteBuffer bytes, int start) {
    return bytes.getInt(start + SEAL_AT);
  }
}
