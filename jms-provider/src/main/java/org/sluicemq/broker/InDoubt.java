// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.List;
import org.sluicemq.broker.transaction.BranchFigures;
import org.sluicemq.broker.transaction.Decisions;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.UnknownOutcomeException;

/** An operator's view of a broker's branches in doubt. Thread-safe. */
public final class InDoubt {

  private final Decisions decisions;
  private final Lifecycle lifecycle;

  InDoubt(Decisions decisions, Lifecycle lifecycle) {
    this.decisions = decisions;
    this.lifecycle = lifecycle;
  }

  /**
   * How many branches have been prepared for longer than the setting orphanAge.
   *
   * @return the number of branches in doubt that nobody seems to look after
   */
  public int orphans() {
    return decisions.orphans();
  }

  /**
   * The branches that are in doubt, and those that an operator has decided and their transaction
   * manager has not forgotten.
   *
   * @return a list, longest prepared first
   */
  public List<BranchFigures> list() {
    return decisions.inDoubt();
  }

  /**
   * Decides a branch in doubt in place of its transaction manager: a heuristic decision, durable
   * when this returns. The transaction manager will be told when it comes.
   *
   * @param identity see {@link BranchFigures#identity}
   * @param commit whether to commit; to roll back otherwise
   * @param by who decides
   * @param reason why
   * @throws IllegalArgumentException if no such branch is in doubt, or who or why is missing or too
   *     long
   * @throws BrokerException if it could not be stored
   */
  public void decide(String identity, boolean commit, String by, String reason)
      throws BrokerException {
    lifecycle.requireRunning();
    try {
      decisions.decide(identity, commit, by, reason);
    } catch (UnknownOutcomeException e) {
      throw new BrokerException(
          BrokerException.Reason.UNKNOWN,
          "Whether branch "
              + identity
              + " is decided is unknown until the broker has been restarted: "
              + e.getMessage(),
          e);
    } catch (StoreException e) {
      throw new BrokerException(
          BrokerException.Reason.STORE,
          "Branch " + identity + " stays in doubt: " + e.getMessage(),
          e);
    }
  }

  /**
   * Forgets a decision, when the transaction manager will never come to hear of it. Durable when
   * this returns.
   *
   * @param identity see {@link BranchFigures#identity}
   * @param by who says so
   * @param reason why
   * @throws IllegalArgumentException if no such branch was decided, or who or why is missing or too
   *     long
   * @throws BrokerException if it could not be stored; the decision may then still be there after a
   *     restart
   */
  public void forget(String identity, String by, String reason) throws BrokerException {
    lifecycle.requireRunning();
    try {
      decisions.forget(identity, by, reason);
    } catch (StoreException e) {
      throw new BrokerException(
          BrokerException.Reason.STORE,
          "The decision about branch " + identity + " is not forgotten: " + e.getMessage(),
          e);
    }
  }
}
