// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import java.util.BitSet;
import java.util.List;

/**
 * Compares what was sent with what was received. A round whose books do not balance has no figure.
 */
final class Audit {

  private Audit() {}

  /**
   * Checks that the consumers of one queue, or of one subscription, have together received every
   * message exactly once and each producer's messages in the order sent.
   *
   * @param sent how many messages each producer has sent
   * @param ledgers the books of the consumers that share the messages
   * @throws UnbalancedException saying what is lost, repeated, unknown or out of order
   */
  static void check(int[] sent, List<Ledger> ledgers) throws UnbalancedException {
    for (Ledger ledger : ledgers) {
      refuse(ledger.repeated(), "received twice by one consumer");
      refuse(ledger.disordered(), "received after a later message of the same producer");
    }
    for (int producer = 0; producer < sent.length; producer++) {
      BitSet union = new BitSet();
      for (Ledger ledger : ledgers) {
        refuseShared(producer, union, ledger.of(producer));
        union.or(ledger.of(producer));
      }
      refuseIncomplete(producer, sent[producer], union);
    }
  }

  private static void refuseShared(int producer, BitSet one, BitSet other)
      throws UnbalancedException {
    BitSet both = (BitSet) one.clone();
    both.and(other);
    if (!both.isEmpty()) {
      throw new UnbalancedException(
          both.cardinality()
              + " messages of producer "
              + producer
              + " were received by two consumers, the first is number "
              + both.nextSetBit(0));
    }
  }

  private static void refuseIncomplete(int producer, int sent, BitSet received)
      throws UnbalancedException {
    if (received.length() > sent) {
      throw new UnbalancedException(
          "Message " + (received.length() - 1) + " of producer " + producer + " was never sent");
    }
    int missing = sent - received.cardinality();
    if (missing > 0) {
      throw new UnbalancedException(
          missing
              + " of the "
              + sent
              + " messages of producer "
              + producer
              + " were lost, the first is number "
              + received.nextClearBit(0));
    }
  }

  private static void refuse(long count, String what) throws UnbalancedException {
    if (count > 0) {
      throw new UnbalancedException(count + " messages were " + what);
    }
  }
}
