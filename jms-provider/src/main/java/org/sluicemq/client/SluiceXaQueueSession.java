// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.XAQueueSession;
import javax.transaction.xa.XAResource;

/** An XA session in the domain of queues. */
final class SluiceXaQueueSession extends SluiceQueueSession implements XAQueueSession {

  private final SessionXaResource resource;

  SluiceXaQueueSession(SluiceConnection connection, BranchAssociation branch, boolean running) {
    super(connection, new XaAcknowledge(connection.broker(), branch), running);
    resource = new SessionXaResource(connection.broker(), branch);
  }

  @Override
  public Session getSession() {
    return this;
  }

  @Override
  public QueueSession getQueueSession() {
    return this;
  }

  @Override
  public XAResource getXAResource() {
    return resource;
  }
}
