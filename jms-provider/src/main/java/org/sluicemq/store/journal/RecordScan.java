// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Walks the unbroken chain of records from the base of a ring and stops before the first that is
 * torn or does not belong: a wrong checksum, a sequence that is not the next, or a generation older
 * than that of the record before it. The last rule keeps records of a session that died, which no
 * one was ever told of, from being taken for the successors of records that a later session wrote
 * over those before them.
 */
final class RecordScan {

  private final Ring ring;
  private final JournalHeader header;
  private final byte[] head = new byte[RecordFormat.HEADER_BYTES];
  private final ByteBuffer headView = ByteBuffer.wrap(head);
  private final CRC32C crc = new CRC32C();
  private byte[] payload = new byte[4096];
  private int payloadBytes;
  private long position;
  private long sequence;
  private long generation;

  RecordScan(Ring ring, JournalHeader header) {
    this.ring = ring;
    this.header = header;
    this.position = header.base();
    this.sequence = header.firstSequence() - 1;
    this.generation = header.oldest();
  }

  /** Goes to the next record; false if there is none. */
  boolean next() throws IOException {
    long room = header.capacity() - (position - header.base());
    if (room < RecordFormat.HEADER_BYTES || !ring.read(position, head, head.length)) {
      return false;
    }
    int length = RecordFormat.payloadBytes(headView);
    if (length < 0 || length > room - RecordFormat.HEADER_BYTES || !continuesChain()) {
      return false;
    }
    if (payload.length < length) {
      payload =
          new byte[(int) Math.min(Integer.MAX_VALUE - 8L, Math.max(length, 2L * payload.length))];
    }
    if (!ring.read(position + head.length, payload, length) || !checksumHolds(length)) {
      return false;
    }
    generation = RecordFormat.generation(headView);
    sequence++;
    payloadBytes = length;
    position += head.length + (long) length;
    return true;
  }

  private boolean continuesChain() {
    return RecordFormat.sequence(headView) == sequence + 1
        && RecordFormat.generation(headView) >= generation;
  }

  private boolean checksumHolds(int length) {
    crc.reset();
    RecordFormat.checkHeader(crc, head, 0);
    crc.update(payload, 0, length);
    return (int) crc.getValue() == RecordFormat.checksum(headView);
  }

  long sequence() {
    return sequence;
  }

  /** The generation of the current record, or the lowest that the first one may have. */
  long generation() {
    return generation;
  }

  /** The logical position behind the current record. */
  long end() {
    return position;
  }

  ByteBuffer payload() {
    return ByteBuffer.wrap(payload, 0, payloadBytes).asReadOnlyBuffer();
  }
}
