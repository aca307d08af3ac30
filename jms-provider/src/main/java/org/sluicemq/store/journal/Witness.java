// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Tells a record that is damaged from one that was torn when the power went, where the unbroken
 * chain of records ends. A torn one was never forced, and so nobody can say that it was. That one
 * was forced is said by a session that found it, through the sequence at which it began its own,
 * and by every record that was appended after the force.
 *
 * <p>A sequence that was forced is never given to another record, because no session begins before
 * it was found. So any header with an intact seal is to be believed, of whatever session or lap of
 * the ring it is. What a session appended, never forced and left behind says nothing about itself.
 */
final class Witness {

  // No longer than the smallest ring, so that a read passes the end of the file once at most.
  private static final int WINDOW = 64 * 1024;
  private static final int OVERLAP = RecordFormat.HEADER_BYTES - 1;

  private final Ring ring;
  private final JournalHeader header;
  private final RecordSeal seal;
  private final byte[] window = new byte[WINDOW];
  private final ByteBuffer view = ByteBuffer.wrap(window);

  Witness(Ring ring, JournalHeader header) {
    this.ring = ring;
    this.header = header;
    this.seal = new RecordSeal(header.store());
  }

  /**
   * Who knows that a record was forced.
   *
   * @param sequence the first record that is not intact
   * @param position where it was expected; all in front of it is intact
   * @return the one who knows, in words, or null if nobody does
   */
  String ofForced(long sequence, long position) throws IOException {
    if (sequence < header.firstOwn()) {
      return "session " + header.generation() + " had found it intact";
    }
    long end = header.base() + header.capacity();
    for (long from = position; from < end; from += WINDOW - OVERLAP) {
      int length = (int) Math.min(WINDOW, end - from + OVERLAP);
      if (!ring.read(from, window, length)) {
        Arrays.fill(window, (byte) 0);
      }
      int to = length - OVERLAP;
      int start = RecordFormat.nextMagic(view, 0, to);
      while (start < to && !knows(start, from + start, sequence)) {
        start = RecordFormat.nextMagic(view, start + 1, to);
      }
      if (start < to) {
        return "record " + RecordFormat.sequence(view, start) + " was written after it was";
      }
    }
    return null;
  }

  private boolean knows(int start, long position, long sequence) {
    return RecordFormat.forced(view, start) >= sequence
        && RecordFormat.sequence(view, start) > sequence
        && RecordFormat.seal(view, start) == seal.of(ring.place(position), window, start);
  }
}
