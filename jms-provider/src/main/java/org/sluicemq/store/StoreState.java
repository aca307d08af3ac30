// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.util.List;
import java.util.Set;

/**
 * What a store holds when it is opened.
 *
 * @param backlogs every backlog with its figures
 * @param branches the branches in doubt
 * @param dropped the numbers of dropped backlogs whose messages are not yet swept away; to give one
 *     of them to a new backlog makes it wait for that
 */
public record StoreState(
    List<Backlog> backlogs, List<BranchRecord> branches, Set<Integer> dropped) {

  /**
   * The state of a store in which nothing is left of dropped backlogs.
   *
   * @param backlogs every backlog with its figures
   * @param branches the branches in doubt
   */
  public StoreState(List<Backlog> backlogs, List<BranchRecord> branches) {
    this(backlogs, branches, Set.of());
  }

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
