// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XASession;
import javax.transaction.xa.XAResource;

/** Sends the message of a transaction through an XA session. */
final class XaSender implements Participant {

  private final XAConnection connection;
  private final XAResource resource;
  private final MessageSender sender;

  XaSender(int thread, XAConnectionFactory factory) throws JMSException {
    connection = factory.createXAConnection();
    XASession session = connection.createXASession();
    resource = session.getXAResource();
    sender = new MessageSender(thread, session);
  }

  @Override
  public XAResource resource() {
    return resource;
  }

  @Override
  public void work(int number) throws JMSException {
    sender.send(number);
  }

  @Override
  public void close() throws JMSException {
    connection.close();
  }
}
