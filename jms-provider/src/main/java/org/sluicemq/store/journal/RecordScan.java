// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Walks the unbroken chain of records from the base of a ring and stops before the first that is
 * torn or does not belong: a wrong checksum, a sequence that is not the next, or a generation that
 * is too old. A record is too old if it is older than the one before it, or if a later session
 * found it missing and began to write in its place. Without that rule a record of a session that
 * died, which no one was ever told of, could be taken for the successor of records that were
 * written later, or be completed by what was left of them.
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
  }

  /** Goes to the next record; false if there is none. */
  boolean next() throws IOException {
    long room = header.capacity() - (position - header.base());
    if (!ring.read(position, head, head.length)) {
      return false;
    }
    int headBytes = RecordFormat.headerBytes(headView);
    int length = RecordFormat.payloadBytes(headView);
    if (headBytes < 0 || length < 0 || length > room - headBytes || !continuesChain()) {
      return false;
    }
    if (payload.length < length) {
      payload =
          new byte[(int) Math.min(Integer.MAX_VALUE - 8L, Math.max(length, 2L * payload.length))];
    }
    if (!ring.read(position + headBytes, payload, length) || !checksumHolds(headBytes, length)) {
      return false;
    }
    generation = RecordFormat.generation(headView);
    sequence++;
    payloadBytes = length;
    position += headBytes + (long) length;
    return true;
  }

  private boolean continuesChain() {
    long next = sequence + 1;
    long oldest = next >= header.firstOwn() ? header.generation() : 0;
    return RecordFormat.sequence(headView) == next
        && RecordFormat.generation(headView) >= Math.max(generation, oldest);
  }

  private boolean checksumHolds(int headBytes, int length) {
    crc.reset();
    RecordFormat.checkHeader(crc, head, 0, headBytes);
    crc.update(payload, 0, length);
    return (int) crc.getValue() == RecordFormat.checksum(headView);
  }

  long sequence() {
    return sequence;
  }

  /** The generation of the current record, 0 before the first. */
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
