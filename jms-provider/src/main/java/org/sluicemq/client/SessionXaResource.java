// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import java.util.Arrays;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.transaction.Branches;

/**
 * How a transaction manager drives the branches of a session (section 11.3.5): {@code start} makes
 * the session work for a branch, {@code end} ends that, all else concerns the broker's one table of
 * branches and may come through any resource of the same broker, also after the session is closed.
 *
 * <p>Safe for any thread. An association belongs to the session that made it and is ended through
 * its resource; work that was suspended is resumed or ended through any.
 */
final class SessionXaResource implements XAResource {

  private final Broker broker;
  private final Branches branches;
  private final BranchAssociation association;
  private Xid associated;
  private int timeoutSeconds;

  SessionXaResource(Broker broker, BranchAssociation association) {
    this.broker = broker;
    branches = broker.branches();
    this.association = association;
  }

  @Override
  public synchronized void start(Xid xid, int flags) throws XAException {
    if (associated != null) {
      throw failure(
          XAException.XAER_PROTO, "The session works for another branch already: end that first");
    }
    association.begin(branches.start(xid, flags, timeoutSeconds));
    associated = xid;
  }

  @Override
  public synchronized void end(Xid xid, int flags) throws XAException {
    if (!isAssociatedWith(xid)) {
      branches.endSuspended(xid, flags);
      return;
    }
    try {
      branches.end(xid, flags);
    } catch (XAException e) {
      if (e.errorCode == XAException.XAER_INVAL) {
        throw e;
      }
      disassociate();
      throw e;
    }
    disassociate();
  }

  private void disassociate() {
    association.end();
    associated = null;
  }

  private boolean isAssociatedWith(Xid xid) {
    return associated != null
        && xid != null
        && associated.getFormatId() == xid.getFormatId()
        && Arrays.equals(associated.getGlobalTransactionId(), xid.getGlobalTransactionId())
        && Arrays.equals(associated.getBranchQualifier(), xid.getBranchQualifier());
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    return branches.prepare(xid);
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    branches.commit(xid, onePhase);
  }

  @Override
  public void rollback(Xid xid) throws XAException {
    branches.rollback(xid);
  }

  @Override
  public Xid[] recover(int flags) throws XAException {
    return branches.recover(flags);
  }

  @Override
  public void forget(Xid xid) throws XAException {
    branches.forget(xid);
  }

  /**
   * True for every resource of the same broker, so that a message-only transaction is one branch.
   */
  @Override
  public boolean isSameRM(XAResource other) {
    return other instanceof SessionXaResource that
        && broker.resourceManagerId().equals(that.broker.resourceManagerId());
  }

  /** The timeout of branches that will be started through this resource; the default if none. */
  @Override
  public synchronized int getTransactionTimeout() {
    return timeoutSeconds == 0 ? branches.defaultTimeoutSeconds() : timeoutSeconds;
  }

  @Override
  public synchronized boolean setTransactionTimeout(int seconds) throws XAException {
    if (seconds < 0) {
      throw failure(XAException.XAER_INVAL, "A transaction timeout cannot be negative: " + seconds);
    }
    timeoutSeconds = seconds;
    return true;
  }

  private static XAException failure(int code, String what) {
    XAException e = new XAException(what);
    e.errorCode = code;
    return e;
  }
}
