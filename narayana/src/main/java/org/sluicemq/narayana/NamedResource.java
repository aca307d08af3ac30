// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.narayana;

import java.util.Objects;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jboss.tm.XAResourceWrapper;

/**
 * Another resource, with a name that Narayana writes into its log. To be enlisted in place of the
 * other where no pool gives it a name, and offered to recovery under the same name. As safe for
 * several threads as the other.
 */
public final class NamedResource implements XAResourceWrapper {

  private final String name;
  private final XAResource resource;

  private NamedResource(String name, XAResource resource) {
    this.name = name;
    this.resource = resource;
  }

  /**
   * Gives a resource a name.
   *
   * @param name the same in use and in recovery, in this run and in the next; no other resource
   *     manager of the program may have it
   * @param resource what does the work
   * @return a resource of that name
   */
  public static NamedResource of(String name, XAResource resource) {
    return new NamedResource(Objects.requireNonNull(name), Objects.requireNonNull(resource));
  }

  @Override
  public String getJndiName() {
    return name;
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
  public XAResource getResource() {
    return resource;
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
  public int prepare(Xid xid) throws XAException {
    return resource.prepare(xid);
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    resource.commit(xid, onePhase);
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
    return resource.isSameRM(other instanceof NamedResource named ? named.resource : other);
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
  public String toString() {
    return name;
  }
}
