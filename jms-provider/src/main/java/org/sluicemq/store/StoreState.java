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
   * @param highestArrival at least the highest arrival number among its messages and its mark, 0
   *     when it never had any; the next message takes a higher one
   * @param deliveredMark see {@link WriteBatch#deliveredMark}
   */
  public record Backlog(
      BacklogRecord record, long messages, long highestArrival, long deliveredMark) {}
}
