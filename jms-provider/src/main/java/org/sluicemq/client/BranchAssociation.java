// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import org.sluicemq.broker.transaction.UnitOfWork;

/**
 * The branch that a session works for at the moment. Written by the transaction manager's calls on
 * the session's {@link SessionXaResource}, read by the thread that controls the session.
 */
final class BranchAssociation {

  private volatile UnitOfWork unit;
  private volatile boolean bound;

  UnitOfWork unit() {
    return unit;
  }

  void begin(UnitOfWork begun) {
    unit = begun;
  }

  /** The session works for the branch no more. */
  void end() {
    if (!bound) {
      unit = null;
    }
  }

  /**
   * From now on the session keeps the unit of a branch that it has left until it works for another,
   * and is refused by it when that is decided.
   */
  void bind() {
    bound = true;
  }
}
