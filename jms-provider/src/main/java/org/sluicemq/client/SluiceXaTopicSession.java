// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.Session;
import jakarta.jms.TopicSession;
import jakarta.jms.XATopicSession;
import javax.transaction.xa.XAResource;

/** An XA session in the domain of topics. */
final class SluiceXaTopicSession extends SluiceTopicSession implements XATopicSession {

  private final SessionXaResource resource;

  SluiceXaTopicSession(SluiceConnection connection, BranchAssociation branch, boolean running) {
    super(connection, new XaAcknowledge(connection.broker(), branch), running);
    resource = new SessionXaResource(connection.broker(), branch);
  }

  @Override
  public Session getSession() {
    return this;
  }

  @Override
  public TopicSession getTopicSession() {
    return this;
  }

  @Override
  public XAResource getXAResource() {
    return resource;
  }
}
