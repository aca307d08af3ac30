// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import java.io.IOException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** H2's resource, whose word holds after a loss of power too. As safe as its delegate. */
final class ForcedResource implements XAResource {

  private final XAResource resource;
  private final H2Rows database;

  ForcedResource(XAResource resource, H2Rows database) {
    this.resource = resource;
    this.database = database;
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    int vote = resource.prepare(xid);
    force();
    return vote;
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    resource.commit(xid, onePhase);
    force();
  }

  private void force() throws XAException {
    try {
      database.force();
    } catch (IOException e) {
      XAException failed = new XAException(XAException.XAER_RMFAIL);
      failed.initCause(e);
      throw failed;
    }
  }

  @Override
  public void start(Xid xid, int flags) throws XAException {
    resource.start(xid, flags);
  }

  @Override
  public void end(Xid xid, int flags) throws XAException {
    resource.end(xid, flags);
  }

  @Override
  public void rollback(Xid xid) throws XAException {
    resource.rollback(xid);
  }

  @Override
  public void forget(Xid xid) throws XAException {
    resource.forget(xid);
  }

  @Override
  public Xid[] recover(int flags) throws XAException {
    return resource.recover(flags);
  }

  @Override
  public boolean isSameRM(XAResource other) throws XAException {
    return other == this;
  }

  @Override
  public int getTransactionTimeout() throws XAException {
    return resource.getTransactionTimeout();
  }

  @Override
  public boolean setTransactionTimeout(int seconds) throws XAException {
    return resource.setTransactionTimeout(seconds);
  }
}
