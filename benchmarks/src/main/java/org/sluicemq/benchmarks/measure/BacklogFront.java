// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import org.sluicemq.benchmarks.workload.Stamp;
import org.sluicemq.benchmarks.workload.Stamp.DamagedBodyException;

/**
 * Receives messages from the front of a backlog and checks each: its body, and that it is the next
 * one of its producer. Owned by one thread.
 */
public final class BacklogFront implements AutoCloseable {

  private final int[] next;
  private final long waitMillis;
  private final Connection connection;
  private final Session session;
  private final MessageConsumer consumer;

  /**
   * Connects and begins to consume.
   *
   * @param next the number of the next message of each producer; counted on as messages come
   * @param waitMillis how long a message may take to come
   */
  public BacklogFront(ConnectionFactory factory, int[] next, long waitMillis) throws JMSException {
    this.next = next;
    this.waitMillis = waitMillis;
    this.connection = factory.createConnection();
    this.session = connection.createSession(true, Session.SESSION_TRANSACTED);
    this.consumer = session.createConsumer(session.createQueue(Place.NAME));
    connection.start();
  }

  /**
   * Receives the next message.
   *
   * @throws UnbalancedException when none comes, or another one than the next of its producer
   * @throws DamagedBodyException when its body is not what was sent
   */
  public void receive() throws JMSException, UnbalancedException, DamagedBodyException {
    Message message = consumer.receive(waitMillis);
    if (message == null) {
      throw new UnbalancedException(
          "No message came from the front of the backlog within " + waitMillis + " ms");
    }
    BytesMessage bytes = (BytesMessage) message;
    byte[] body = new byte[(int) bytes.getBodyLength()];
    bytes.readBytes(body);
    check(Stamp.readFrom(body));
  }

  private void check(Stamp stamp) throws UnbalancedException {
    int producer = stamp.producer();
    if (producer >= next.length || stamp.sequence() != next[producer]) {
      throw new UnbalancedException(
          "Message "
              + stamp.sequence()
              + " of producer "
              + producer
              + " came from the front of the backlog, out of its turn");
    }
    next[producer]++;
  }

  /** Makes it final that the messages received so far are gone. */
  public void commit() throws JMSException {
    session.commit();
  }

  @Override
  public void close() throws JMSException {
    connection.close();
  }
}
