// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jboss.tm.XAResourceWrapper;

/**
 * Another resource, with a crash point before and after each call that changes something.
 *
 * <p>It has a name, in use and in recovery: of a branch that a named resource does not know any
 * more the transaction manager concludes that it is done, and takes the transaction out of its log.
 */
final class CountedResource implements XAResourceWrapper {

  private final String name;
  private final XAResource resource;
  private final CrashPoints points;

  CountedResource(String name, XAResource resource, CrashPoints points) {
    this.name = name;
    this.resource = resource;
    this.points = points;
  }

  @FunctionalInterface
  private interface Call<T> {
    T make() throws XAException;
  }

  @FunctionalInterface
  private interface Action {
    void perform() throws XAException;
  }

  private <T> T around(String what, Call<T> call) throws XAException {
    points.passStep("before " + what + " of " + name);
    T result = call.make();
    points.passStep("after " + what + " of " + name);
    return result;
  }

  private void act(String what, Action action) throws XAException {
    around(
        what,
        () -> {
          action.perform();
          return null;
        });
  }

  @Override
  public void start(Xid xid, int flags) throws XAException {
    act("start", () -> resource.start(xid, flags));
  }

  @Override
  public void end(Xid xid, int flags) throws XAException {
    act("end", () -> resource.end(xid, flags));
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    return around("prepare", () -> resource.prepare(xid));
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    act("commit", () -> resource.commit(xid, onePhase));
  }

  @Override
  public void rollback(Xid xid) throws XAException {
    act("rollback", () -> resource.rollback(xid));
  }

  @Override
  public void forget(Xid xid) throws XAException {
    act("forget", () -> resource.forget(xid));
  }

  @Override
  public Xid[] recover(int flags) throws XAException {
    return around("recover", () -> resource.recover(flags));
  }

  @Override
  public boolean isSameRM(XAResource other) throws XAException {
    return resource.isSameRM(other instanceof CountedResource counted ? counted.resource : other);
  }

  @Override
  public int getTransactionTimeout() throws XAException {
    return resource.getTransactionTimeout();
  }

  @Override
  public boolean setTransactionTimeout(int seconds) throws XAException {
    return resource.setTransactionTimeout(seconds);
  }

  @Override
  public XAResource getResource() {
    return resource;
  }

  @Override
  public String getProductName() {
    return name;
  }

  @Override
  public String getProductVersion() {
    return "";
  }

  @Override
  public String getJndiName() {
    return name;
  }
}
