// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.util.List;

/**
 * What a store holds when it is opened.
 *
 * @param backlogs every backlog with its figures
 * @param branches the branches in doubt
 */
public record StoreState(List<Backlog> backlogs, List<BranchRecord> branches) {

  /**
   * A backlog as it was found.
   *
   * @param record its number and address
   * @param messages how many messages it holds
   * @param bytes the sum of their sizes as {@link org.sluicemq.message.Envelope#size()} counts them
   * @param highestArrival the highest arrival number among its messages and its mark, 0 when it has
   *     none; the next message takes a higher one
   * @param deliveredMark see {@link WriteBatch#deliveredMark}
   */
  public record Backlog(
      BacklogRecord record, long messages, long bytes, long highestArrival, long deliveredMark) {}
}
