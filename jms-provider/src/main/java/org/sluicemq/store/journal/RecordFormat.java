// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A record as it lies in the ring: magic, CRC32C of all that follows, payload length, generation,
 * sequence, payload. The numbers are big-endian; records lie without gaps.
 */
final class RecordFormat {

  static final int HEADER_BYTES = 4 + 4 + 4 + 8 + 8;

  private static final int MAGIC = 0x534c5243;
  private static final int CHECKED_FROM = 8;

  private RecordFormat() {}

  /** Writes the header of a record, with room for its checksum, at the buffer's position. */
  static void putHeader(ByteBuffer target, int payloadBytes, long generation, long sequence) {
    target.putInt(MAGIC).putInt(0).putInt(payloadBytes).putLong(generation).putLong(sequence);
  }

  /** Feeds the checked part of the header that starts at {@code start} to the checksum. */
  static void checkHeader(CRC32C crc, byte[] record, int start) {
    crc.update(record, start + CHECKED_FROM, HEADER_BYTES - CHECKED_FROM);
  }

  static void putChecksum(ByteBuffer target, int start, CRC32C crc) {
    target.putInt(start + 4, (int) crc.getValue());
  }

  /** The payload length that a header names, or -1 if it is no header. */
  static int payloadBytes(ByteBuffer header) {
    return header.getInt(0) == MAGIC ? header.getInt(8) : -1;
  }

  static int checksum(ByteBuffer header) {
    return header.getInt(4);
  }

  static long generation(ByteBuffer header) {
    return header.getLong(12);
  }

  static long sequence(ByteBuffer header) {
    return header.getLong(20);
  }
}
