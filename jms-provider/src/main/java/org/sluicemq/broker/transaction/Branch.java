// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.UnknownOutcomeException;

/**
 * One branch: a unit of work with the associations that a transaction manager makes and ends.
 * Synchronized: a transaction manager may use several threads for one branch.
 */
final class Branch {

  private final BranchId id;
  private final UnitOfWork unit = new UnitOfWork();
  private int associated;
  private int suspended;
  private boolean rollbackOnly;

  Branch(BranchId id) {
    this.id = id;
  }

  static Branch recovered(BranchId id, List<Operation> operations) {
    Branch branch = new Branch(id);
    operations.forEach(branch.unit::add);
    branch.unit.recovered();
    return branch;
  }

  BranchId id() {
    return id;
  }

  UnitOfWork unit() {
    return unit;
  }

  synchronized boolean isPrepared() {
    return unit.state() == UnitOfWork.State.PREPARED;
  }

  synchronized boolean isDecided() {
    UnitOfWork.State state = unit.state();
    return state == UnitOfWork.State.COMMITTED || state == UnitOfWork.State.ROLLED_BACK;
  }

  synchronized UnitOfWork join() throws XAException {
    requireActive("joined");
    associated++;
    return unit;
  }

  synchronized UnitOfWork resume() throws XAException {
    requireActive("resumed");
    if (suspended == 0) {
      throw BranchTable.failure(XAException.XAER_PROTO, id, "is not suspended");
    }
    suspended--;
    associated++;
    return unit;
  }

  synchronized void suspend() throws XAException {
    if (associated == 0) {
      throw BranchTable.failure(XAException.XAER_PROTO, id, "has nobody to suspend");
    }
    associated--;
    suspended++;
  }

  synchronized void leave(boolean failed) throws XAException {
    if (associated > 0) {
      associated--;
    } else if (suspended > 0) {
      suspended--;
    } else {
      throw BranchTable.failure(XAException.XAER_PROTO, id, "has ended already");
    }
    rollbackOnly |= failed;
  }

  synchronized int prepare(MessageStore store, long now) throws XAException {
    requireIdle("prepared");
    refuseIfRollbackOnly(store);
    if (unit.isEmpty()) {
      return XAResource.XA_RDONLY;
    }
    try {
      unit.prepare(id, now, store);
    } catch (UnknownOutcomeException e) {
      throw unknown("prepared", e);
    } catch (StoreException e) {
      throw BranchTable.failure(
          XAException.XAER_RMERR, id, "could not be prepared; rolled back", e);
    }
    return XAResource.XA_OK;
  }

  synchronized void commit(MessageStore store, boolean onePhase) throws XAException {
    if (onePhase) {
      commitOnePhase(store);
    } else {
      commitPrepared(store);
    }
  }

  private void commitOnePhase(MessageStore store) throws XAException {
    requireIdle("committed in one phase");
    refuseIfRollbackOnly(store);
    try {
      unit.commit(store, null);
    } catch (UnknownOutcomeException e) {
      throw unknown("committed", e);
    } catch (StoreException e) {
      throw BranchTable.failure(XAException.XAER_RMERR, id, "could not be stored; rolled back", e);
    }
  }

  private void commitPrepared(MessageStore store) throws XAException {
    if (!isPrepared()) {
      throw BranchTable.failure(XAException.XAER_PROTO, id, "is not prepared");
    }
    try {
      unit.commit(store, id.identity());
    } catch (UnknownOutcomeException e) {
      throw unknown("committed", e);
    } catch (StoreException e) {
      throw BranchTable.failure(XAException.XAER_RMFAIL, id, "stays prepared: the store failed", e);
    }
  }

  synchronized void rollback(MessageStore store) throws XAException {
    if (associated > 0) {
      throw BranchTable.failure(XAException.XAER_PROTO, id, "is still in use by a session");
    }
    if (isDecided()) {
      throw BranchTable.failure(XAException.XAER_NOTA, id, "is decided already");
    }
    try {
      if (isPrepared()) {
        unit.rollbackPrepared(store, id.identity());
      } else {
        unit.rollback();
      }
    } catch (UnknownOutcomeException e) {
      throw unknown("rolled back", e);
    } catch (StoreException e) {
      throw BranchTable.failure(XAException.XAER_RMFAIL, id, "stays prepared: the store failed", e);
    }
  }

  private XAException unknown(String what, UnknownOutcomeException cause) {
    return BranchTable.failure(
        XAException.XAER_RMFAIL,
        id,
        "may be "
            + what
            + " or not: that is unknown until the broker has been restarted; let the transaction"
            + " manager recover then",
        cause);
  }

  private void requireActive(String what) throws XAException {
    if (unit.state() != UnitOfWork.State.ACTIVE) {
      throw BranchTable.failure(
          XAException.XAER_PROTO, id, "cannot be " + what + ": it is " + unit.state());
    }
    if (rollbackOnly) {
      throw BranchTable.failure(XAException.XA_RBROLLBACK, id, "can only be rolled back");
    }
  }

  private void requireIdle(String what) throws XAException {
    if (unit.state() != UnitOfWork.State.ACTIVE || associated > 0) {
      throw BranchTable.failure(
          XAException.XAER_PROTO,
          id,
          "cannot be " + what + ": it is " + unit.state() + ", in use by " + associated);
    }
  }

  private void refuseIfRollbackOnly(MessageStore store) throws XAException {
    if (rollbackOnly) {
      rollback(store);
      throw BranchTable.failure(
          XAException.XA_RBROLLBACK, id, "was rolled back: a session ended it as failed");
    }
  }
}
