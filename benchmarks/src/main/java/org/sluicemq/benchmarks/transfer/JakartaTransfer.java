// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import com.arjuna.ats.jta.UserTransaction;
import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XASession;
import jakarta.transaction.TransactionManager;
import javax.transaction.xa.XAResource;

/**
 * A message in a Jakarta transaction, with a row where there is a database. A subclass adds it
 * before the message is sent. The XA session is enlisted in every transaction, as by a pool.
 */
class JakartaTransfer implements Transfer {

  private final jakarta.transaction.UserTransaction transaction = UserTransaction.userTransaction();
  private final TransactionManager manager =
      com.arjuna.ats.jta.TransactionManager.transactionManager();
  private final XAConnection connection;
  private final XAResource resource;
  private final MessageSender sender;

  JakartaTransfer(int thread, XAConnectionFactory factory) throws JMSException {
    connection = factory.createXAConnection();
    XASession session = connection.createXASession();
    resource = session.getXAResource();
    sender = new MessageSender(thread, session);
  }

  @Override
  public final void make(int number) throws Exception {
    transaction.begin();
    writeRow(number);
    enlist(resource);
    sender.send(number);
    transaction.commit();
  }

  /** Writes nothing. */
  void writeRow(int number) throws Exception {}

  final void enlist(XAResource one) throws Exception {
    if (!manager.getTransaction().enlistResource(one)) {
      throw new IllegalStateException("The transaction manager does not take " + one);
    }
  }

  @Override
  public void close() throws Exception {
    connection.close();
  }
}
