// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.resource.spi.ConnectionManager;

/** What an application looks up as a {@link QueueConnectionFactory}. Safe for any thread. */
public class QueueConnectionFactoryHandle extends ConnectionFactoryHandle
    implements QueueConnectionFactory {

  private static final long serialVersionUID = 1L;

  QueueConnectionFactoryHandle(SluiceManagedConnectionFactory factory, ConnectionManager manager) {
    super(factory, manager);
  }

  @Override
  public QueueConnection createQueueConnection() throws JMSException {
    return (QueueConnection) createConnection();
  }

  @Override
  public QueueConnection createQueueConnection(String user, String password) throws JMSException {
    return (QueueConnection) createConnection(user, password);
  }
}
