// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import org.sluicemq.broker.Broker;

/**
 * A connection with XA sessions (section 11.3.2). Its {@code createSession} methods make ordinary
 * sessions.
 */
public class SluiceXaConnection extends SluiceConnection implements XAConnection {

  /**
   * Opens a connection.
   *
   * @param broker the broker
   * @param settings what it is made with
   * @param onClose run once, at the end of the first close
   * @throws JMSException if the configured client identifier is in use, or the broker has stopped
   */
  public SluiceXaConnection(Broker broker, ClientSettings settings, Runnable onClose)
      throws JMSException {
    super(broker, settings, onClose);
  }

  @Override
  public final XASession createXASession() throws JMSException {
    return createXASession(CallerTransaction.UNKNOWN);
  }

  /**
   * A session of which its surroundings know who uses it in which transaction.
   *
   * @param caller tells of the transaction of whoever calls the session
   * @return a session that refuses to send and receive when that transaction is not its own
   * @throws JMSException if the connection is closed
   */
  public final XASession createXASession(CallerTransaction caller) throws JMSException {
    return open(running -> new SluiceXaSession(this, new BranchAssociation(caller), running));
  }

  /**
   * The simplified API over a session of the classic one, for a resource adapter that gives out
   * both. Its owner goes on to close session and connection by the classic API.
   *
   * @param session a session that this connection has made
   * @return a view of the session
   */
  public final JMSContext contextOver(XASession session) {
    SluiceXaSession ours = (SluiceXaSession) session;
    return new SluiceContext(new SharedConnection(this), () -> ours);
  }
}
