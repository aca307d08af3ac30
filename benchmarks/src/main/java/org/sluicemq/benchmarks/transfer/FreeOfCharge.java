// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * Stands in the place of a broker that costs nothing: it agrees to all, keeps and sends nothing.
 */
final class FreeOfCharge implements Participant, XAResource {

  @Override
  public XAResource resource() {
    return this;
  }

  @Override
  public void work(int number) {}

  @Override
  public void start(Xid xid, int flags) {}

  @Override
  public void end(Xid xid, int flags) {}

  @Override
  public int prepare(Xid xid) {
    return XA_OK;
  }

  @Override
  public void commit(Xid xid, boolean onePhase) {}

  @Override
  public void rollback(Xid xid) {}

  @Override
  public void forget(Xid xid) {}

  @Override
  public Xid[] recover(int flags) {
    return new Xid[0];
  }

  @Override
  public boolean isSameRM(XAResource other) {
    return other == this;
  }

  @Override
  public int getTransactionTimeout() {
    return 0;
  }

  @Override
  public boolean setTransactionTimeout(int seconds) {
    return false;
  }

  @Override
  public void close() {}
}
