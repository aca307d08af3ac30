// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.server.app;

import jakarta.transaction.TransactionManager;
import javax.naming.InitialContext;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jboss.tm.XAResourceWrapper;

/**
 * A resource that halts the JVM when a transaction that is prepared everywhere is to be committed:
 * before those that are enlisted after it are committed, and after those before it.
 *
 * <p>It goes by the name of the datasource, so that recovery, which finds it nowhere, concludes
 * from the datasource that its branch is done, and nothing of it stays in the server's log.
 */
final class HaltingResource implements XAResourceWrapper {

  static void enlist() throws Exception {
    TransactionManager transactions =
        (TransactionManager) new InitialContext().lookup("java:jboss/TransactionManager");
    transactions.getTransaction().enlistResource(new HaltingResource());
  }

  @Override
  public String getJndiName() {
    return Places.DATASOURCE;
  }

  @Override
  public String getProductName() {
    return "halting";
  }

  @Override
  public String getProductVersion() {
    return "";
  }

  @Override
  public XAResource getResource() {
    return this;
  }

  @Override
  public void commit(Xid xid, boolean onePhase) {
    Runtime.getRuntime().halt(137);
  }

  @Override
  public int prepare(Xid xid) {
    return XA_OK;
  }

  @Override
  public void start(Xid xid, int flags) {}

  @Override
  public void end(Xid xid, int flags) {}

  @Override
  public void rollback(Xid xid) {}

  @Override
  public void forget(Xid xid) {}

  @Override
  public Xid[] recover(int flag) {
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
}
