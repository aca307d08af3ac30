// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Turns payloads into records, gathers them in memory, and writes them to the ring in as few writes
 * as can be: the records between two flushes are one write, unless they are more than a mebibyte.
 */
final class RecordWriter {

  private static final int FIRST_STAGE = 64 * 1024;
  private static final int LARGEST_STAGE = 1 << 20;

  private final Ring ring;
  private final RecordSeal seal;
  private final CRC32C crc = new CRC32C();
  private ByteBuffer stage = ByteBuffer.allocate(FIRST_STAGE);
  private long stageStart;
  private boolean written;

  RecordWriter(Ring ring, UUID store, long position) {
    this.ring = ring;
    this.seal = new RecordSeal(store);
    this.stageStart = position;
  }

  /** The logical position behind the last record. */
  long end() {
    return stageStart + stage.position();
  }

  /** Adds a record; its payload is the remaining bytes of the parts, which are consumed. */
  void append(ByteBuffer[] parts, int payloadBytes, long generation, long sequence, long forced)
      throws IOException {
    boolean whole = payloadBytes <= LARGEST_STAGE - RecordFormat.HEADER_BYTES;
    makeRoom(whole ? RecordFormat.HEADER_BYTES + payloadBytes : RecordFormat.HEADER_BYTES);
    int start = stage.position();
    long place = ring.place(end());
    RecordFormat.putHeader(stage, payloadBytes, generation, sequence, forced);
    RecordFormat.putSeal(stage, start, seal.of(place, stage.array(), start));
    crc.reset();
    RecordFormat.checkHeader(crc, stage.array(), start, RecordFormat.HEADER_BYTES);
    if (whole) {
      copy(parts, start, payloadBytes);
    } else {
      stream(parts, start);
    }
  }

  private void copy(ByteBuffer[] parts, int start, int payloadBytes) {
    for (ByteBuffer part : parts) {
      stage.put(part);
    }
    crc.update(stage.array(), start + RecordFormat.HEADER_BYTES, payloadBytes);
    RecordFormat.putChecksum(stage, start, crc);
  }

  /** A record larger than the stage passes through it in pieces, its checksum computed first. */
  private void stream(ByteBuffer[] parts, int start) throws IOException {
    for (ByteBuffer part : parts) {
      crc.update(part.duplicate());
    }
    RecordFormat.putChecksum(stage, start, crc);
    for (ByteBuffer part : parts) {
      int limit = part.limit();
      while (part.position() < limit) {
        if (!stage.hasRemaining()) {
          writeStage();
        }
        part.limit(part.position() + Math.min(stage.remaining(), limit - part.position()));
        stage.put(part);
        part.limit(limit);
      }
    }
  }

  private void makeRoom(int bytes) throws IOException {
    if (bytes > stage.remaining() && stage.capacity() < LARGEST_STAGE) {
      int wanted = Integer.highestOneBit(stage.position() + bytes - 1) * 2;
      ByteBuffer larger = ByteBuffer.allocate(Math.min(wanted, LARGEST_STAGE));
      stage = larger.put(stage.flip());
    }
    if (bytes > stage.remaining()) {
      writeStage();
    }
  }

  private void writeStage() throws IOException {
    ring.write(stageStart, stage.array(), stage.position());
    stageStart += stage.position();
    stage.clear();
    written = true;
  }

  /**
   * Writes what is still in memory, and tells whether anything was written since the last flush.
   */
  boolean flush() throws IOException {
    if (stage.position() > 0) {
      writeStage();
    }
    boolean result = written;
    written = false;
    return result;
  }
}
