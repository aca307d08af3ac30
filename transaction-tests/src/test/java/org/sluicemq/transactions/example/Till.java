// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions.example;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import javax.sql.XAConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.messaginghub.pooled.jms.JmsPoolXAConnectionFactory;
import org.sluicemq.Sluice;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.narayana.NamedResource;
import org.sluicemq.narayana.NarayanaRecovery;

/** A till: what is sold becomes a row and a message, both or neither. */
public final class Till implements AutoCloseable {

  private final TransactionManager manager =
      com.arjuna.ats.jta.TransactionManager.transactionManager();
  private final UserTransaction transaction = com.arjuna.ats.jta.UserTransaction.userTransaction();
  private final Sluice broker;
  private final JdbcDataSource rows = new JdbcDataSource();
  private final JmsPoolXAConnectionFactory messages = new JmsPoolXAConnectionFactory();

  public Till(String directory) throws JMSException {
    SluiceConnectionFactory factory =
        new SluiceConnectionFactory("sluice:file:" + directory + "/messages");
    broker = factory.open();
    rows.setURL(
        "jdbc:h2:"
            + directory
            + "/sales;WRITE_DELAY=0;INIT=create table if not exists sale(item varchar(100) unique)");
    NarayanaRecovery.of("messages", broker).and("sales", rows).start();
    messages.setConnectionFactory(factory);
    messages.setTransactionManager(manager);
  }

  public void sell(String item) throws Exception {
    transaction.begin();
    try {
      send(item);
      insert(item);
    } catch (Exception e) {
      transaction.rollback();
      throw e;
    }
    transaction.commit();
  }

  private void send(String item) {
    try (JMSContext context = messages.createContext()) {
      context.createProducer().send(context.createQueue("sales"), item);
    }
  }

  private void insert(String item) throws Exception {
    XAConnection connection = rows.getXAConnection();
    closeAtTheEnd(connection);
    manager.getTransaction().enlistResource(NamedResource.of("sales", connection.getXAResource()));
    // Not closed before the end: H2 would roll back.
    Connection joined = connection.getConnection();
    try (PreparedStatement insert = joined.prepareStatement("insert into sale values (?)")) {
      insert.setString(1, item);
      insert.executeUpdate();
    }
  }

  private void closeAtTheEnd(XAConnection connection) throws Exception {
    manager.getTransaction().registerSynchronization(new Closing(connection));
  }

  /** Takes a message away; what is done with it could be another row in the same transaction. */
  public String next() throws Exception {
    transaction.begin();
    String item;
    try (JMSContext context = messages.createContext()) {
      Message message = context.createConsumer(context.createQueue("sales")).receive(1000);
      item = message == null ? null : message.getBody(String.class);
    } catch (Exception e) {
      transaction.rollback();
      throw e;
    }
    transaction.commit();
    return item;
  }

  @Override
  public void close() throws JMSException {
    messages.stop();
    broker.close();
  }
}
