// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.XASession;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import org.sluicemq.SluiceQueue;

/**
 * One thread's part of a life: makes transfers, and takes the messages of some. It tells what it is
 * about to do, has seen and has done:
 *
 * <pre>
 *   sent ID     the commit of a transfer has returned
 *   undone ID   a transfer was rolled back, and that has returned
 *   seen ID new|again|damaged   a message was received, in a transaction that is not decided yet
 *   taken ID    the commit of its receipt has returned
 *   returned ID the commit of its receipt has said that it was rolled back
 * </pre>
 */
final class Worker implements AutoCloseable {

  private static final SluiceQueue QUEUE = new SluiceQueue(Messaging.QUEUE);
  private static final long PATIENCE_MILLIS = 20_000;

  private final Voice voice;
  private final CrashPoints points;
  private final TransactionManager transactions;
  private final Messaging messaging;
  private final Flaw flaw;
  private final int account;
  private final XASession session;
  private final XASession second;
  private final Session apart;
  private final String url;
  private final XAConnection database;

  /**
   * The one handle that a transaction uses, closed when it is over, as a pool would: H2 rolls back
   * when a handle is closed or another is asked for.
   */
  private Connection rows;

  Worker(
      int account,
      Script script,
      Voice voice,
      CrashPoints points,
      TransactionManager transactions,
      Messaging messaging)
      throws JMSException, SQLException {
    this.account = account;
    this.voice = voice;
    this.points = points;
    this.transactions = transactions;
    this.messaging = messaging;
    flaw = script.flaw();
    url = script.url();
    session = messaging.connection().createXASession();
    second = messaging.connection().createXASession();
    apart = messaging.connection().createSession(Session.CLIENT_ACKNOWLEDGE);
    database = Database.of(url).source(url).getXAConnection();
  }

  /** Makes a transfer, and takes as many messages as it has sent. */
  void transfer(Transfer transfer) throws Exception {
    points.step("transfer " + transfer.number() + ", send");
    send(transfer);
    if (!transfer.isVain()) {
      for (int i = 0; i < transfer.ids().size(); i++) {
        points.step("transfer " + transfer.number() + ", receipt " + (i + 1));
        while (!take()) {
          // Given back once: it comes again.
        }
      }
    }
  }

  private void send(Transfer transfer) throws Exception {
    transactions.begin();
    if (transfer.kind() == Transfer.Kind.RETURNED_ONCE) {
      enlistDatabase();
      enlist(session);
    } else {
      enlist(session);
      enlistDatabase();
    }
    if (transfer.kind() == Transfer.Kind.PAIR) {
      enlist(second);
    }
    if (transfer.kind() == Transfer.Kind.REFUSED) {
      transactions.getTransaction().enlistResource(new Veto());
    }
    XASession sender = session;
    for (String id : transfer.ids()) {
      move("outgoing", id, "from", -Transfer.amount(id), flaw == Flaw.ROW_OUTSIDE);
      send(flaw == Flaw.MESSAGE_OUTSIDE ? apart : sender.getSession(), id);
      sender = second;
    }
    if (transfer.kind() == Transfer.Kind.WITHDRAWN) {
      transactions.rollback();
      transfer.ids().forEach(id -> voice.tell("undone " + id));
    } else {
      commit(transfer);
    }
    rows.close();
  }

  private void commit(Transfer transfer) throws Exception {
    try {
      transactions.commit();
      transfer.ids().forEach(id -> voice.tell("sent " + id));
    } catch (RollbackException e) {
      transfer.ids().forEach(id -> voice.tell("undone " + id));
      if (transfer.kind() != Transfer.Kind.REFUSED) {
        throw e;
      }
    }
  }

  private void enlist(XASession one) throws SystemException, RollbackException {
    enlist("broker", messaging.flawed(one.getXAResource()));
  }

  private void enlistDatabase() throws SystemException, RollbackException, SQLException {
    enlist("database", database.getXAResource());
    rows = database.getConnection();
  }

  private void enlist(String name, XAResource resource) throws SystemException, RollbackException {
    transactions.getTransaction().enlistResource(new CountedResource(name, resource, points));
  }

  private static void send(Session session, String id) throws JMSException {
    TextMessage message = session.createTextMessage(Transfer.body(id));
    message.setStringProperty("id", id);
    session.createProducer(QUEUE).send(message);
  }

  private void move(String table, String id, String side, long change, boolean outside)
      throws SQLException {
    if (outside) {
      try (Connection own = Database.connect(url)) {
        move(own, table, id, side, change);
      }
      return;
    }
    move(rows, table, id, side, change);
  }

  private void move(Connection connection, String table, String id, String side, long change)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into " + table + " values (?, ?)")) {
      insert.setString(1, id);
      insert.setLong(2, Transfer.amount(id));
      insert.executeUpdate();
    }
    try (PreparedStatement update =
        connection.prepareStatement("update account set balance = balance + ? where name = ?")) {
      update.setLong(1, change);
      update.setString(2, side + account);
      update.executeUpdate();
    }
  }

  /** Receives a message and writes its row; false if it was given back. */
  boolean take() throws Exception {
    transactions.begin();
    enlist(session);
    Message message = receive();
    String id = message.getStringProperty("id");
    boolean again = message.getJMSRedelivered();
    boolean damaged = !Transfer.body(id).equals(message.getBody(String.class));
    voice.tell("seen " + id + (damaged ? " damaged" : again ? " again" : " new"));
    enlistDatabase();
    move("incoming", id, "to", Transfer.amount(id), false);
    if (Transfer.of(id).kind() == Transfer.Kind.RETURNED_ONCE && !again) {
      transactions.rollback();
      rows.close();
      return false;
    }
    commitReceipt(id);
    rows.close();
    voice.tell("taken " + id);
    return true;
  }

  private void commitReceipt(String id) throws Exception {
    try {
      transactions.commit();
    } catch (RollbackException e) {
      voice.tell("returned " + id);
      throw e;
    }
  }

  private Message receive() throws JMSException {
    Session receiving = flaw == Flaw.EARLY_ACKNOWLEDGEMENT ? apart : session.getSession();
    MessageConsumer consumer = receiving.createConsumer(QUEUE);
    Message message = consumer.receive(PATIENCE_MILLIS);
    consumer.close();
    if (message == null) {
      throw new IllegalStateException("No message has come");
    }
    if (flaw == Flaw.EARLY_ACKNOWLEDGEMENT) {
      // This waits for the disk; the one of AUTO_ACKNOWLEDGE would not, and could be lost.
      message.acknowledge();
    }
    return message;
  }

  @Override
  public void close() throws JMSException, SQLException {
    for (Session open : List.of(session, second, apart)) {
      open.close();
    }
    database.close();
  }
}
