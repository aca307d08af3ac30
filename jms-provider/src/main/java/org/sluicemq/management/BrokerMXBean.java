// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.management;

import java.util.List;

/** A broker as an operator sees it. */
public interface BrokerMXBean {

  /**
   * The broker's name.
   *
   * @return where its store is
   */
  String getName();

  /**
   * Bytes that waiting messages hold in memory.
   *
   * @return the bytes counted against the limit
   */
  long getMemoryUsed();

  /**
   * Bytes that waiting messages may hold in memory.
   *
   * @return the setting memoryLimit
   */
  long getMemoryLimit();

  /**
   * Branches that are prepared and wait for a decision of their transaction manager.
   *
   * @return the number of branches in doubt
   */
  int getPreparedBranches();

  /**
   * Branches that have been prepared for longer than the setting orphanAge.
   *
   * @return the number of branches that nobody seems to look after
   */
  int getOrphanedBranches();

  /**
   * The branches in doubt, and those that an operator has decided and whose transaction manager has
   * not heard of it yet.
   *
   * @return a list, longest prepared first
   */
  List<BranchData> getBranchesInDoubt();

  /**
   * The messages of a branch in doubt.
   *
   * @param identity the branch
   * @return for each message {@code sent} or {@code received}, the kind and name of its destination
   *     and its identifier
   * @throws IllegalArgumentException if there is no such branch
   */
  List<String> messagesOfBranch(String identity);

  /**
   * Commits a branch in doubt in place of its transaction manager: a heuristic decision, logged.
   *
   * @param identity the branch
   * @param by who decides
   * @param reason why
   * @throws IllegalArgumentException if no such branch is in doubt, or who or why is missing
   * @throws java.io.IOException if the decision could not be stored; the message says what holds
   */
  void commitBranch(String identity, String by, String reason) throws java.io.IOException;

  /**
   * Rolls a branch in doubt back in place of its transaction manager: a heuristic decision, logged.
   *
   * @param identity the branch
   * @param by who decides
   * @param reason why
   * @throws IllegalArgumentException if no such branch is in doubt, or who or why is missing
   * @throws java.io.IOException if the decision could not be stored; the message says what holds
   */
  void rollbackBranch(String identity, String by, String reason) throws java.io.IOException;

  /**
   * Forgets a decision of {@link #commitBranch} or {@link #rollbackBranch}, when the transaction
   * manager will never come to hear of it. Logged.
   *
   * @param identity the branch
   * @param by who says so
   * @param reason why
   * @throws IllegalArgumentException if no such branch was decided, or who or why is missing
   * @throws java.io.IOException if it could not be stored
   */
  void forgetBranch(String identity, String by, String reason) throws java.io.IOException;

  /**
   * Copies the broker's store into a new directory of the machine the broker runs on, while the
   * broker goes on. What was confirmed before this is called is in the copy.
   *
   * @param target the absolute path of the directory, which must not exist
   * @throws IllegalArgumentException if the path cannot be one
   * @throws java.io.IOException if the copy could not be made; the message says why, and the broker
   *     goes on
   */
  void backup(String target) throws java.io.IOException;
}
