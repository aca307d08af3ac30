// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.BitSet;
import org.sluicemq.store.MessageKey;

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
    if (number > MessageKey.MAX_BACKLOG) {
      number = used.nextClearBit(1);
    }
    if (number > MessageKey.MAX_BACKLOG) {
      throw new BrokerException(
          BrokerException.Reason.LIMIT,
          what
              + " cannot be created: a store holds at most "
              + MessageKey.MAX_BACKLOG
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
