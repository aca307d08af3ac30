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

  /**
   * Has this context refuse to send and receive outside of a transaction, once it has taken part in
   * one, until it takes part in another. It is for whoever opens a context for a transaction: a
   * transaction manager may end one on a thread of its own, and whoever works in it then does not
   * know.
   */
  public void bindToTransactions() {
    ((SluiceXaSession) session()).bindToBranches();
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
