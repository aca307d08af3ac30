// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

/**
 * What an operator decided about a prepared branch in place of its transaction manager: a heuristic
 * decision, kept until the transaction manager has heard of it.
 *
 * @param committed whether the branch was committed; rolled back otherwise
 * @param decidedAt when, in milliseconds since the epoch
 * @param by who
 * @param reason why
 */
public record BranchDecision(boolean committed, long decidedAt, String by, String reason) {

  /** The longest name of who decided, in characters. */
  public static final int LONGEST_NAME = 200;

  /** The longest reason, in characters. */
  public static final int LONGEST_REASON = 1_000;
}
