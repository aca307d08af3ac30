// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.BitSet;

/**
 * Gives out the numbers of backlogs. A number that became free is given out again only when all
 * others were, since what was on its way to the old backlog must not meet the new. Thread-safe.
 */
final class BacklogNumbers {

  private final BitSet used = new BitSet();
  private int last;

  /** Notes a number that was found in the store. */
  synchronized void found(int number) {
    used.set(number);
    last = Math.max(last, number);
  }

  /**
   * A number that no backlog has.
   *
   * @param what names the backlog that needs it
   * @throws BrokerException if there is none left
   */
  synchronized int next(String what) throws BrokerException {
    int number = used.nextClearBit(last + 1);
    if (number > TransientNumbers.HIGHEST_STORED) {
      number = used.nextClearBit(1);
    }
    if (number > TransientNumbers.HIGHEST_STORED) {
      throw new BrokerException(
          BrokerException.Reason.LIMIT,
          what
              + " cannot be created: a store holds at most "
              + TransientNumbers.HIGHEST_STORED
              + " queues, topics and durable subscriptions");
    }
    used.set(number);
    last = number;
    return number;
  }

  synchronized void free(int number) {
    used.clear(number);
  }
}
