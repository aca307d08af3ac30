// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.contender;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.XAConnectionFactory;

/**
 * A broker that runs in this JVM until it is closed.
 *
 * @param connectionFactory connects to the broker without leaving the JVM; safe for many threads
 * @param xaConnectionFactory connects in the same way, for sessions that a transaction manager
 *     commits
 * @param depth what the broker itself says of how much waits at its queues
 * @param stop stops the broker and everything it started
 */
public record RunningBroker(
    ConnectionFactory connectionFactory,
    XAConnectionFactory xaConnectionFactory,
    Depth depth,
    Stop stop)
    implements AutoCloseable {

  /** How many messages wait at a queue. */
  @FunctionalInterface
  public interface Depth {
    /** Counts those that wait and those in flight; throws what the broker throws. */
    long of(String queue) throws Exception;
  }

  /** How a broker is stopped. */
  @FunctionalInterface
  public interface Stop {
    /** Stops the broker; throws what the broker throws. */
    void run() throws Exception;
  }

  /** The product and what the broker says of its version. */
  public String version(Contender contender) throws JMSException {
    try (Connection connection = connectionFactory.createConnection()) {
      return contender.product() + " " + connection.getMetaData().getProviderVersion();
    }
  }

  @Override
  public void close() throws Exception {
    stop.run();
  }
}
