// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.transaction.BranchTable;
import org.sluicemq.broker.transaction.Branches;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Address;

/**
 * The branches as one connection may drive them: freely those that it took part in, the others only
 * with the right to manage {@link #BRANCHES}. Thread-safe.
 *
 * <p>A branch is taken part in by starting, joining or resuming it, which needs no right: when two
 * connections are used in one transaction, the transaction manager lets the second join the branch
 * of the first, and may end and decide it through either. So an identifier is what protects a
 * branch from its first {@code start} to its {@code prepare}: whoever knows it can join, and then
 * add messages (those of their own rights), end the branch as failed, or decide it early. Nobody is
 * told the identifiers of others without the right, and a prepared branch cannot be joined.
 *
 * <p>What a connection took part in is remembered as long as the broker knows the branch, and is
 * told from a later branch of the same identifier.
 */
final class GuardedBranches implements Branches {

  /** Stands for the branches of others in the rules, as if it were a queue. */
  static final Address BRANCHES = Address.queue("sluice.branches");

  /** Asks for the right to manage {@link #BRANCHES}. */
  @FunctionalInterface
  interface Right {
    void require() throws BrokerException;
  }

  private final BranchTable table;
  private final Right right;

  /** The table holds a unit until its branch is decided, by whomever; then it leaves here, too. */
  private final Set<UnitOfWork> own =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  GuardedBranches(BranchTable table, Right right) {
    this.table = table;
    this.right = right;
  }

  @Override
  public UnitOfWork start(Xid xid, int flags, int timeoutSeconds) throws XAException {
    UnitOfWork unit = table.start(xid, flags, timeoutSeconds);
    own.add(unit);
    return unit;
  }

  @Override
  public void end(Xid xid, int flags) throws XAException {
    requireOwn(xid, "ended");
    table.end(xid, flags);
  }

  @Override
  public void endSuspended(Xid xid, int flags) throws XAException {
    requireOwn(xid, "ended");
    table.endSuspended(xid, flags);
  }

  @Override
  public int defaultTimeoutSeconds() {
    return table.defaultTimeoutSeconds();
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    requireOwn(xid, "prepared");
    return table.prepare(xid);
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    requireOwn(xid, "committed");
    table.commit(xid, onePhase);
  }

  @Override
  public void rollback(Xid xid) throws XAException {
    requireOwn(xid, "rolled back");
    table.rollback(xid);
  }

  @Override
  public Xid[] recover(int flags) throws XAException {
    try {
      right.require();
    } catch (BrokerException e) {
      throw failure(XAException.XAER_RMERR, "Branches in doubt cannot be listed", e);
    }
    return table.recover(flags);
  }

  @Override
  public void forget(Xid xid) throws XAException {
    requireOwn(xid, "forgotten");
    table.forget(xid);
  }

  /** A branch that is not there is not guarded: the table says so. */
  private void requireOwn(Xid xid, String what) throws XAException {
    UnitOfWork unit = table.unit(xid);
    if (unit == null || own.contains(unit)) {
      return;
    }
    try {
      right.require();
    } catch (BrokerException e) {
      // Not XAER_RMERR, which would tell a transaction manager that the branch was rolled back.
      throw failure(
          XAException.XAER_RMFAIL,
          "Branch "
              + BranchTable.name(xid)
              + ", in which this connection took no part, cannot be "
              + what,
          e);
    }
  }

  private static XAException failure(int code, String what, BrokerException refusal) {
    XAException e = new XAException(what + ". " + refusal.getMessage());
    e.errorCode = code;
    e.initCause(refusal);
    return e;
  }
}
