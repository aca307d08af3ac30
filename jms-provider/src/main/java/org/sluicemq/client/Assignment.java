// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.JMSException;
import org.sluicemq.broker.Delivery;

/**
 * What a connection consumer has assigned to a session for one run: the message for which the
 * server session was fetched, and then what else is there, up to a number in all. Safe for any
 * thread.
 */
final class Assignment {

  private final Supply supply;
  private int left;
  private boolean promised = true;

  /**
   * Makes an assignment.
   *
   * @param supply has promised a message
   * @param most how many messages it may be
   */
  Assignment(Supply supply, int most) {
    this.supply = supply;
    left = most;
  }

  /** The next message, or null when there is none for this run. */
  synchronized Delivery next() {
    if (left == 0) {
      return null;
    }
    left--;
    if (promised) {
      promised = false;
      return supply.takePromised();
    }
    return supply.takeMore();
  }

  /** Does something while what has come for this and other runs is back at the broker. */
  void whileGivenBack(Unchecked.Action work) throws JMSException {
    supply.whileGivenBack(work);
  }

  /** Ends it: what was not taken is for others. */
  synchronized void end() {
    left = 0;
    if (promised) {
      promised = false;
      supply.breakPromise();
    }
  }
}
