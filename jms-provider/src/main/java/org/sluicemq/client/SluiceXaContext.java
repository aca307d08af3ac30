// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.JMSContext;
import jakarta.jms.XAJMSContext;
import javax.transaction.xa.XAResource;

/** A context whose work a transaction manager assigns to branches (section 11.3.4). */
public final class SluiceXaContext extends SluiceContext implements XAJMSContext {

  /**
   * Makes the first context of a connection and takes charge of the connection.
   *
   * @param connection a new connection; closed with the last context
   */
  public SluiceXaContext(SluiceXaConnection connection) {
    super(
        new SharedConnection(connection),
        () ->
            connection.openUnused(
                running -> new SluiceXaSession(connection, new BranchAssociation(), running)));
  }

  @Override
  public JMSContext getContext() {
    return this;
  }

  @Override
  public XAResource getXAResource() {
    return ((SluiceXaSession) session()).getXAResource();
  }
}
