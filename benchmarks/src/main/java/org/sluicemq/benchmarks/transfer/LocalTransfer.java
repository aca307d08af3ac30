// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** A message in a transaction of its session. */
final class LocalTransfer implements Transfer {

  private final Connection connection;
  private final Session session;
  private final MessageSender sender;

  LocalTransfer(int thread, ConnectionFactory factory) throws JMSException {
    connection = factory.createConnection();
    session = connection.createSession(Session.SESSION_TRANSACTED);
    sender = new MessageSender(thread, session);
  }

  @Override
  public void make(int number) throws JMSException {
    sender.send(number);
    session.commit();
  }

  @Override
  public void close() throws JMSException {
    connection.close();
  }
}
