// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.time.Duration;

/**
 * How long branches may take.
 *
 * @param timeout after this an unprepared branch is rolled back, unless its transaction manager has
 *     set another timeout; positive
 * @param orphanAge a branch that has been prepared for so long is reported, and nothing else; zero
 *     or more
 */
public record TransactionPolicy(Duration timeout, Duration orphanAge) {

  /** An hour each, for transaction managers that set no timeout and come back after a crash. */
  public static final TransactionPolicy DEFAULT =
      new TransactionPolicy(Duration.ofHours(1), Duration.ofHours(1));
}
