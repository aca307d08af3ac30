// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

/**
 * Where each unreleased record ends, as a queue of plain longs: sequences have no gaps, so the
 * place in the queue is the sequence.
 */
final class RecordEnds {

  private long[] ends = new long[256];
  private int head;
  private int count;
  private long firstSequence;

  RecordEnds(long firstSequence) {
    this.firstSequence = firstSequence;
  }

  long firstSequence() {
    return firstSequence;
  }

  long nextSequence() {
    return firstSequence + count;
  }

  void add(long end) {
    if (count == ends.length) {
      grow();
    }
    ends[(head + count) & (ends.length - 1)] = end;
    count++;
  }

  private void grow() {
    long[] larger = new long[ends.length * 2];
    for (int i = 0; i < count; i++) {
      larger[i] = ends[(head + i) & (ends.length - 1)];
    }
    ends = larger;
    head = 0;
  }

  /** Forgets the records up to a sequence and returns where the last of them ended. */
  long removeThrough(long sequence) {
    int removed = Math.toIntExact(sequence - firstSequence + 1);
    long end = ends[(head + removed - 1) & (ends.length - 1)];
    head = (head + removed) & (ends.length - 1);
    count -= removed;
    firstSequence += removed;
    return end;
  }
}
