// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Topic;
import org.sluicemq.broker.Broker;
import org.sluicemq.message.Address;

/** A connection in the domain of queues; what belongs to topics is refused (section 9.2). */
public final class SluiceQueueConnection extends SluiceConnection implements QueueConnection {

  /**
   * Opens a connection.
   *
   * @param broker the broker
   * @param settings what it is made with
   * @param onClose run once, at the end of the first close
   * @throws JMSException if the configured client identifier is in use, or the broker has stopped
   */
  public SluiceQueueConnection(Broker broker, ClientSettings settings, Runnable onClose)
      throws JMSException {
    super(broker, settings, onClose);
  }

  @Override
  public QueueSession createQueueSession(boolean transacted, int acknowledgeMode)
      throws JMSException {
    AcknowledgeMode mode = mode(transacted, acknowledgeMode);
    return open(running -> new SluiceQueueSession(this, mode, running));
  }

  @Override
  public ConnectionConsumer createConnectionConsumer(
      Queue queue, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
    return createConnectionConsumer((Destination) queue, selector, pool, maxMessages);
  }

  @Override
  Address subscribable(String call, Topic topic) throws JMSException {
    throw Failures.notOfAQueueConnection(call);
  }
}
