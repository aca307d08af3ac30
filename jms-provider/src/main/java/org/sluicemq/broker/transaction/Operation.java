// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.util.List;
import org.sluicemq.message.Envelope;
import org.sluicemq.store.WriteBatch;

/**
 * One send or one acknowledgement inside a unit of work. The unit calls {@link #prepare} at most
 * once, then either {@link #commit} and {@link #committed}, or {@link #rolledBack}, with {@link
 * #rollBackPrepared} before it if it was prepared, and {@link #settled} at the end.
 */
public interface Operation {

  /**
   * Tells what must be kept of this operation while its branch is in doubt.
   *
   * @param sends takes the persistent messages sent
   * @param acknowledged takes the keys of the persistent messages received
   */
  void prepare(List<Envelope> sends, List<Long> acknowledged);

  /**
   * Tells an operator what this operation is about.
   *
   * @param contents takes what was sent or received; nothing for an operation that is neither
   */
  default void tell(BranchContents contents) {}

  /**
   * Adds what the commit changes in the store.
   *
   * @param batch the unit's one batch
   */
  void commit(WriteBatch batch);

  /**
   * Adds what must be durable with the rollback of a prepared branch.
   *
   * @param batch the one that resolves the branch
   */
  default void rollBackPrepared(WriteBatch batch) {}

  /**
   * The batch of a prepared unit was not written: give up what {@link #commit} reserved. The unit
   * stays prepared, another commit or a rollback follows. Must not throw.
   */
  default void notCommitted() {}

  /** The batch is durable: it counts from now on. Must not throw. */
  void committed();

  /** The unit was rolled back, or its batch failed: undo. Must not throw. */
  void rolledBack();

  /**
   * Every operation of the unit has been committed or undone: hand out what that made available. A
   * separate step, so that a unit's messages go out in the order of their places. Must not throw.
   */
  void settled();
}
