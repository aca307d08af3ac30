// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Topic;
import jakarta.jms.TopicSession;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicSession;
import org.sluicemq.broker.Broker;

/** An XA connection in the domain of topics. */
public final class SluiceXaTopicConnection extends SluiceXaConnection implements XATopicConnection {

  /**
   * Opens a connection.
   *
   * @param broker the broker
   * @param settings what it is made with
   * @param onClose run once, at the end of the first close
   * @throws JMSException if the configured client identifier is in use, or the broker has stopped
   */
  public SluiceXaTopicConnection(Broker broker, ClientSettings settings, Runnable onClose)
      throws JMSException {
    super(broker, settings, onClose);
  }

  @Override
  public XATopicSession createXATopicSession() throws JMSException {
    return open(running -> new SluiceXaTopicSession(this, new BranchAssociation(), running));
  }

  @Override
  public TopicSession createTopicSession(boolean transacted, int acknowledgeMode)
      throws JMSException {
    AcknowledgeMode mode = mode(transacted, acknowledgeMode);
    return open(running -> new SluiceTopicSession(this, mode, running));
  }

  @Override
  public ConnectionConsumer createConnectionConsumer(
      Topic topic, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
    return createConnectionConsumer((Destination) topic, selector, pool, maxMessages);
  }
}
