// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSessionPool;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sluicemq.broker.ConsumerRequest;
import org.sluicemq.broker.SubscriptionName;
import org.sluicemq.message.Address;
import org.sluicemq.selector.Selector;

/**
 * The connection consumers of one connection (section 11.2), which start, stop and close with it.
 * Safe for any thread.
 */
final class ConnectionConsumers {

  private final SluiceConnection connection;
  private final Set<SluiceConnectionConsumer> open = new LinkedHashSet<>();
  private boolean started;
  private boolean closed;

  /** Why the broker is gone, or null: also for a consumer that it let in just before. */
  private JMSException failure;

  ConnectionConsumers(SluiceConnection connection) {
    this.connection = connection;
  }

  /**
   * Opens a consumer.
   *
   * @param subscription the subscription of a topic; null for a queue, or one of its own
   */
  ConnectionConsumer open(
      Address address,
      String selector,
      SubscriptionName subscription,
      ServerSessionPool pool,
      int maxMessages)
      throws JMSException {
    ConsumerRequest request =
        new ConsumerRequest(
            address, Selector.parse(selector), connection.id(), false, subscription);
    connection.temporaries().requireConsumable(address);
    if (pool == null) {
      throw new JMSException("A connection consumer needs a server session pool, not null");
    }
    if (maxMessages < 1) {
      throw new JMSException(
          "A server session is assigned at least 1 message at once, not " + maxMessages);
    }
    connection.use();
    return kept(new SluiceConnectionConsumer(connection, request, pool, maxMessages, this::forget));
  }

  private ConnectionConsumer kept(SluiceConnectionConsumer made) throws JMSException {
    synchronized (this) {
      if (!closed) {
        open.add(made);
        if (failure != null) {
          made.supply().fail(failure);
        }
        if (started) {
          made.supply().start();
        }
        return made;
      }
    }
    made.close();
    throw Failures.closed("connection");
  }

  private synchronized void forget(SluiceConnectionConsumer consumer) {
    open.remove(consumer);
  }

  private synchronized List<SluiceConnectionConsumer> all() {
    return List.copyOf(open);
  }

  synchronized void start() {
    started = true;
    open.forEach(consumer -> consumer.supply().start());
  }

  /** Lets no server session be started; {@link #awaitStopped} must follow. */
  synchronized void stop() {
    started = false;
    open.forEach(consumer -> consumer.supply().stop());
  }

  void awaitStopped() {
    all().forEach(consumer -> consumer.supply().awaitStopped());
  }

  /** The broker is gone: nobody gets anything any more. */
  synchronized void fail(JMSException problem) {
    failure = problem;
    open.forEach(consumer -> consumer.supply().fail(problem));
  }

  void close() throws JMSException {
    synchronized (this) {
      closed = true;
    }
    Closing.all(all(), SluiceConnectionConsumer::close);
  }
}
