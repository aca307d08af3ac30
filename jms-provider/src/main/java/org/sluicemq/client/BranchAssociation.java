// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.IllegalStateException;
import org.sluicemq.broker.transaction.UnitOfWork;

/**
 * The branch that a session works for at the moment. Written by the transaction manager's calls on
 * the session's {@link SessionXaResource}, read by the thread that controls the session.
 */
final class BranchAssociation {

  /** A unit, and whose transaction it was begun in. */
  private record Association(UnitOfWork unit, Object transaction) {
    static final Association NONE = new Association(null, null);
  }

  private final CallerTransaction caller;
  private volatile Association current = Association.NONE;
  private volatile boolean bound;

  BranchAssociation() {
    this(CallerTransaction.UNKNOWN);
  }

  BranchAssociation(CallerTransaction caller) {
    this.caller = caller;
  }

  UnitOfWork unit() {
    return current.unit;
  }

  /**
   * The unit that work of the calling thread belongs to. It is read once: if a transaction manager
   * ends the branch on another thread meanwhile, the unit refuses the work.
   *
   * @return null if the work belongs to none
   * @throws IllegalStateException if the thread is in a transaction that this unit is no part of
   */
  UnitOfWork unitOfCaller() throws IllegalStateException {
    Association now = current;
    if (now.unit == null) {
      caller.requireNone();
    } else {
      caller.requireIs(now.transaction);
    }
    return now.unit;
  }

  void begin(UnitOfWork begun) {
    current = new Association(begun, caller.key());
  }

  /** The session works for the branch no more. */
  void end() {
    if (!bound) {
      current = Association.NONE;
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
