// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * A run of records of the journal, as long as one merge takes at least: the messages that it added
 * or removed, by their keys. What is left of them when the run is merged, the {@link Layer} knows.
 * Guarded by its layer's buffer.
 */
final class Slice {

  /** With so many keys it is long enough, however short their records are. */
  private static final int ENOUGH_KEYS = 256;

  private long[] keys = new long[64];
  private int count;
  private long lastSequence;
  private long bytes;

  void touch(long key) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, 2 * count);
    }
    keys[count++] = key;
  }

  void forEachKey(LongConsumer action) {
    for (int i = 0; i < count; i++) {
      action.accept(keys[i]);
    }
  }

  /** Notes that records up to this one belong to it, which had so many bytes. */
  void endAt(long sequence, long recordBytes) {
    lastSequence = sequence;
    bytes += recordBytes;
  }

  /** Whether the next record begins another slice. */
  boolean isFull(long enoughBytes) {
    return bytes >= enoughBytes || count >= ENOUGH_KEYS;
  }

  /** Its last record. */
  long lastSequence() {
    return lastSequence;
  }

  /** How many bytes its records had, whatever is left of them. */
  long bytes() {
    return bytes;
  }
}
