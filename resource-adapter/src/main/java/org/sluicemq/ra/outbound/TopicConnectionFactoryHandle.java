// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.jms.JMSException;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.resource.spi.ConnectionManager;

/** What an application looks up as a {@link TopicConnectionFactory}. Safe for any thread. */
public class TopicConnectionFactoryHandle extends ConnectionFactoryHandle
    implements TopicConnectionFactory {

  private static final long serialVersionUID = 1L;

  TopicConnectionFactoryHandle(SluiceManagedConnectionFactory factory, ConnectionManager manager) {
    super(factory, manager);
  }

  @Override
  public TopicConnection createTopicConnection() throws JMSException {
    return (TopicConnection) createConnection();
  }

  @Override
  public TopicConnection createTopicConnection(String user, String password) throws JMSException {
    return (TopicConnection) createConnection(user, password);
  }
}
