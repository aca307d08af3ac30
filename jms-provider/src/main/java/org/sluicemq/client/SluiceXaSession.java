// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.Session;
import jakarta.jms.XASession;
import javax.transaction.xa.XAResource;

/** A session whose work a transaction manager assigns to branches (section 11.3.3). */
final class SluiceXaSession extends SluiceSession implements XASession {

  private final BranchAssociation branch;
  private final SessionXaResource resource;

  SluiceXaSession(SluiceConnection connection, BranchAssociation branch, boolean running) {
    super(connection, new XaAcknowledge(connection.broker(), branch), running);
    this.branch = branch;
    resource = new SessionXaResource(connection.broker(), branch);
  }

  /** Never works outside of a branch any more, once it has worked for one. */
  void bindToBranches() {
    branch.bind();
  }

  @Override
  public Session getSession() {
    return this;
  }

  @Override
  public XAResource getXAResource() {
    return resource;
  }
}
