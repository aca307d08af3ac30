// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.sluicemq.benchmarks.workload.Workload;

/**
 * One consumer with a connection of its own. It begins to receive when it is opened; messages are
 * delivered to its listener, or, in a transacted session, received by a thread of its own.
 */
final class Consumer implements AutoCloseable {

  private final Receiver receiver;
  private final Connection connection;
  private final TransactedReceiving transacted;

  private Consumer(Receiver receiver, Connection connection, TransactedReceiving transacted) {
    this.receiver = receiver;
    this.connection = connection;
    this.transacted = transacted;
  }

  static Consumer open(
      int index, Workload workload, ConnectionFactory factory, Receipts receipts, Window window)
      throws JMSException {
    Receiver receiver = new Receiver(workload.producers(), receipts, window);
    Connection connection = connect(index, workload, factory);
    TransactedReceiving transacted = null;
    if (workload.transacted()) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      transacted =
          TransactedReceiving.start(
              session, subscribe(workload, session), workload.unitSize(), receiver, receipts);
    } else {
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      subscribe(workload, session).setMessageListener(receiver::accept);
    }
    connection.start();
    return new Consumer(receiver, connection, transacted);
  }

  /**
   * Whether a new consumer in the place of this one, after it was closed, finds a message.
   *
   * @param waitMillis how long to look for one
   */
  static boolean finds(int index, Workload workload, ConnectionFactory factory, long waitMillis)
      throws JMSException {
    try (Connection connection = connect(index, workload, factory)) {
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      MessageConsumer consumer = subscribe(workload, session);
      connection.start();
      return consumer.receive(waitMillis) != null;
    }
  }

  private static Connection connect(int index, Workload workload, ConnectionFactory factory)
      throws JMSException {
    Connection connection = factory.createConnection();
    if (workload.topic()) {
      connection.setClientID("bench-" + index);
    }
    return connection;
  }

  private static MessageConsumer subscribe(Workload workload, Session session) throws JMSException {
    Destination destination = Place.of(workload, session);
    return workload.topic()
        ? session.createDurableSubscriber((Topic) destination, "bench")
        : session.createConsumer(destination);
  }

  Receiver receiver() {
    return receiver;
  }

  @Override
  public void close() throws Exception {
    if (transacted != null) {
      transacted.finish();
    }
    connection.close();
  }
}
