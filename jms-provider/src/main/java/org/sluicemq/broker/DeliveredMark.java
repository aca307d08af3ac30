// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

/**
 * How far into a backlog's arrivals deliveries may have gone, as the store knows it. A message is
 * handed out only when the durable mark covers it, so that after a crash every message that
 * somebody may have seen comes back as redelivered. The mark runs ahead in strides: one small write
 * serves many deliveries. One mark is on its way at a time, since batches may reach the store in
 * another order than their marks were made, and a lower mark would replace a higher one. Guarded by
 * the backlog's lock.
 */
final class DeliveredMark {

  /** How far a mark runs ahead: what a crash may flag as redelivered without need. */
  static final long STRIDE = 1024;

  private final long recovered;
  private long durable;
  private long requested;

  DeliveredMark(long recovered) {
    this.recovered = recovered;
    this.durable = recovered;
    this.requested = recovered;
  }

  /** Whether a message found in the store may have been delivered in an earlier life. */
  boolean mayHaveBeenDelivered(long arrival) {
    return arrival <= recovered;
  }

  /** Whether a message may be handed out now. */
  boolean covers(long arrival) {
    return arrival <= durable;
  }

  /**
   * Asks for a mark that covers an arrival with half a stride to spare.
   *
   * @return the mark to write, or 0 when one that suffices is written, or any is on its way
   */
  long reserve(long arrival) {
    if (requested != durable || arrival <= durable - STRIDE / 2) {
      return 0;
    }
    requested = arrival + STRIDE;
    return requested;
  }

  void written(long mark) {
    durable = Math.max(durable, mark);
  }

  void notWritten() {
    requested = durable;
  }

  /** The mark of the earlier life, for messages that nobody has read since. */
  long recovered() {
    return recovered;
  }

  boolean isUsed() {
    return requested > 0;
  }
}
