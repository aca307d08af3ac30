// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.Session;
import jakarta.jms.XASession;
import javax.transaction.xa.XAResource;

/** A session whose work a transaction manager assigns to branches (section 11.3.3). */
final class SluiceXaSession extends SluiceSession implements XASession {

  private final SessionXaResource resource;

  SluiceXaSession(SluiceConnection connection, BranchAssociation branch, boolean running) {
    super(connection, new XaAcknowledge(connection.broker(), branch), running);
    resource = new SessionXaResource(connection.broker(), branch);
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
