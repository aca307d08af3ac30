// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

/** Reads a page of a backlog; called without its lock. */
@FunctionalInterface
interface PageReader {

  /**
   * Reads.
   *
   * @param afterKey messages with a greater key
   * @param upTo and not beyond this one
   * @param maxBytes about how much
   * @return the page; null when the store failed, which stops the broker
   */
  Pager.Page read(long afterKey, long upTo, long maxBytes);
}
