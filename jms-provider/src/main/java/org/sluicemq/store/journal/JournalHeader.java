// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * What a journal file says about itself, in two slots of one page each that are written in turn:
 * while one is being written, and may be torn, the other stands.
 *
 * @param edition counts the headers written; the valid slot with the higher one counts
 * @param store the store that the journal belongs to
 * @param generation the session that wrote the header; no two sessions share one
 * @param capacity the size of the ring in bytes
 * @param base the logical position from which the ring is replayed
 * @param firstSequence the sequence of the record at {@code base}
 * @param firstOwn the sequence of the first record that {@code generation} may write; whatever an
 *     older one wrote from there on was found missing and must not come back
 */
record JournalHeader(
    long edition,
    UUID store,
    long generation,
    long capacity,
    long base,
    long firstSequence,
    long firstOwn) {

  /** Where the ring begins: behind the two slots. */
  static final long RING_START = 2L * 4096;

  private static final int SLOT_BYTES = 4096;
  private static final long MAGIC = 0x534c5549_43454a4cL;
  private static final int FORMAT = 2;

  /** Its records do not say what was forced before them; they are read, and followed by others. */
  private static final int FORMER_FORMAT = 1;

  private static final int CONTENT_BYTES = 8 + 4 + 8 * 8;

  /** The first header of a journal that never held a record. */
  static JournalHeader first(UUID store, long capacity) {
    return new JournalHeader(0, store, 0, capacity, 0, 1, 1);
  }

  JournalHeader withGeneration(long next, long nextFirstOwn) {
    return new JournalHeader(edition + 1, store, next, capacity, base, firstSequence, nextFirstOwn);
  }

  JournalHeader withBase(long nextBase, long nextFirstSequence) {
    return new JournalHeader(
        edition + 1, store, generation, capacity, nextBase, nextFirstSequence, firstOwn);
  }

  JournalHeader emptiedTo(long newCapacity) {
    return new JournalHeader(
        edition + 1, store, generation, newCapacity, 0, firstSequence, firstOwn);
  }

  void writeTo(DiskFile file) throws IOException {
    ByteBuffer slot = ByteBuffer.allocate(CONTENT_BYTES + 4);
    slot.putLong(MAGIC).putInt(FORMAT).putLong(edition);
    slot.putLong(store.getMostSignificantBits()).putLong(store.getLeastSignificantBits());
    slot.putLong(generation)
        .putLong(capacity)
        .putLong(base)
        .putLong(firstSequence)
        .putLong(firstOwn);
    slot.putInt(checksum(slot.array()));
    file.write(edition % 2 * SLOT_BYTES, slot.array(), 0, slot.capacity());
  }

  static JournalHeader readFrom(DiskFile file) throws IOException {
    JournalHeader even = readSlot(file, 0);
    JournalHeader odd = readSlot(file, SLOT_BYTES);
    if (even == null && odd == null) {
      throw new UnusableJournalException(
          "Neither header of the journal "
              + file
              + " is intact: the file is damaged or no journal. Restore the whole store directory from a backup;"
              + " nothing was changed.");
    }
    return odd == null || even != null && even.edition > odd.edition ? even : odd;
  }

  private static JournalHeader readSlot(DiskFile file, long position) throws IOException {
    ByteBuffer slot = ByteBuffer.allocate(CONTENT_BYTES + 4);
    int length = file.read(position, slot.array(), 0, slot.capacity());
    boolean intact =
        length == slot.capacity() && slot.getInt(CONTENT_BYTES) == checksum(slot.array());
    if (!intact || slot.getLong() != MAGIC) {
      return null;
    }
    int format = slot.getInt();
    if (format != FORMAT && format != FORMER_FORMAT) {
      throw new UnusableJournalException(
          "The journal "
              + file
              + " has format "
              + format
              + ", this version of Sluice knows "
              + FORMAT
              + ". Start it with the version that wrote it; nothing was changed.");
    }
    return new JournalHeader(
        slot.getLong(),
        new UUID(slot.getLong(), slot.getLong()),
        slot.getLong(),
        slot.getLong(),
        slot.getLong(),
        slot.getLong(),
        slot.getLong());
  }

  private static int checksum(byte[] slot) {
    CRC32C crc = new CRC32C();
    crc.update(slot, 0, CONTENT_BYTES);
    return (int) crc.getValue();
  }
}
