// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import java.util.BitSet;

/**
 * What one consumer has received, message by message. Owned by the thread that delivers to that
 * consumer; read by others only after the delivery has ended.
 */
final class Ledger {

  private final BitSet[] received;
  private final int[] latest;
  private long count;
  private long repeated;
  private long disordered;

  Ledger(int producers) {
    received = new BitSet[producers];
    latest = new int[producers];
    for (int producer = 0; producer < producers; producer++) {
      received[producer] = new BitSet();
      latest[producer] = -1;
    }
  }

  void record(int producer, int sequence) {
    count++;
    if (received[producer].get(sequence)) {
      repeated++;
    }
    received[producer].set(sequence);
    if (sequence < latest[producer]) {
      disordered++;
    }
    latest[producer] = sequence;
  }

  /** All receipts, those of the same message included. */
  long count() {
    return count;
  }

  /** Receipts of a message that this consumer had received before. */
  long repeated() {
    return repeated;
  }

  /** Receipts that came after a later message of the same producer. */
  long disordered() {
    return disordered;
  }

  BitSet of(int producer) {
    return received[producer];
  }

  int producers() {
    return received.length;
  }
}
