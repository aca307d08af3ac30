// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.IOException;

/**
 * The part of a journal file behind its headers, addressed by logical positions that only ever
 * grow; a range that passes the end of the file goes on at its start.
 */
final class Ring {

  private final DiskFile file;
  private final long capacity;

  Ring(DiskFile file, long capacity) {
    this.file = file;
    this.capacity = capacity;
  }

  void write(long position, byte[] source, int length) throws IOException {
    int untilEnd = untilEnd(position, length);
    file.write(physical(position), source, 0, untilEnd);
    if (untilEnd < length) {
      file.write(JournalHeader.RING_START, source, untilEnd, length - untilEnd);
    }
  }

  /** Reads bytes and tells whether the file was long enough. */
  boolean read(long position, byte[] target, int length) throws IOException {
    int untilEnd = untilEnd(position, length);
    if (file.read(physical(position), target, 0, untilEnd) < untilEnd) {
      return false;
    }
    int rest = length - untilEnd;
    return rest == 0 || file.read(JournalHeader.RING_START, target, untilEnd, rest) == rest;
  }

  /** Where in the ring a position lies; the same in every lap. */
  long place(long position) {
    return position % capacity;
  }

  private int untilEnd(long position, int length) {
    return (int) Math.min(length, capacity - place(position));
  }

  private long physical(long position) {
    return JournalHeader.RING_START + place(position);
  }
}
