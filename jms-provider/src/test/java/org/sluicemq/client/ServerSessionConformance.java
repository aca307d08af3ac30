// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import jakarta.jms.XASession;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;

/** Section 11.2.1: the session of a server session, its listener and its runs. */
abstract class ServerSessionConformance extends JmsConformance {

  /** What listeners have seen: text and delivery count. */
  private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

  private Object next() throws InterruptedException {
    return seen.poll(LONG, TimeUnit.MILLISECONDS);
  }

  private static String described(Message message) {
    return Unchecked.get(() -> text(message) + message.getIntProperty("JMSXDeliveryCount"));
  }

  private static Object outcome(Work work) {
    try {
      work.run();
      return "no exception";
    } catch (Exception e) {
      return e;
    }
  }

  @Test
  void failingListenerGetsTheMessageAgainAndMarked() throws Exception {
    SluiceConnection connection = started();
    ServerSessions pool =
        new ServerSessions()
            .with(
                connection.createSession(),
                message -> {
                  seen.add(described(message));
                  if (described(message).equals("a1")) {
                    throw new java.lang.IllegalStateException("as the test wants it");
                  }
                });
    connection.createConnectionConsumer(ORDERS, null, pool, 5);
    send("a", "b");
    assertEquals("a1", next());
    assertEquals("a2", next());
    assertEquals("b1", next());
  }

  @Test
  void transactedListenerCommitsAndRollsBack() throws Exception {
    SluiceConnection connection = started();
    Session session = connection.createSession(Session.SESSION_TRANSACTED);
    MessageListener listener =
        message ->
            Unchecked.run(
                () -> {
                  session.createProducer(NEWS).send(session.createTextMessage(described(message)));
                  if (message.getJMSRedelivered()) {
                    session.commit();
                  } else {
                    session.rollback();
                  }
                  seen.add(described(message));
                });
    MessageConsumer sent = started().createSession().createConsumer(NEWS);
    connection.createConnectionConsumer(
        ORDERS, null, new ServerSessions().with(session, listener), 1);
    send("a", "b");
    assertEquals(List.of("a1", "a2", "b1", "b2"), List.of(next(), next(), next(), next()));
    receive(sent, "a2", "b2");
    assertNull(sent.receiveNoWait());
    connection.close();
    assertEquals(List.of(), rest());
  }

  @Test
  void serverMayCommitAfterTheRun() throws Exception {
    SluiceConnection connection = started();
    Session session = connection.createSession(Session.SESSION_TRANSACTED);
    ServerSessions pool =
        new ServerSessions()
            .with(
                session,
                message -> seen.add(described(message)),
                ran -> {
                  ran.run();
                  ran.commit();
                  seen.add("committed");
                });
    ConnectionConsumer consumer = connection.createConnectionConsumer(ORDERS, null, pool, 1);
    send("a");
    assertEquals("a1", next());
    assertEquals("committed", next());
    consumer.close();
    connection.close();
    assertEquals(List.of(), rest());
  }

  @Test
  void dupsOkSessionHasAcknowledgedAtTheEndOfTheRun() throws Exception {
    SluiceConnection connection = started();
    ServerSessions pool =
        new ServerSessions()
            .with(
                connection.createSession(Session.DUPS_OK_ACKNOWLEDGE),
                message -> seen.add(described(message)));
    Session subscriber = connection.createSession();
    ConnectionConsumer consumer =
        connection.createSharedDurableConnectionConsumer(NEWS, "s", null, pool, 1);
    subscriber.createProducer(NEWS).send(subscriber.createTextMessage("a"));
    assertEquals("a1", next());
    pool.awaitReturn();
    consumer.close();
    // Refused as long as a message is not acknowledged.
    subscriber.unsubscribe("s");
  }

  @Test
  void clientAcknowledgesOrRecoversInTheListener() throws Exception {
    SluiceConnection connection = started();
    Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
    MessageListener listener =
        message ->
            Unchecked.run(
                () -> {
                  if (message.getJMSRedelivered()) {
                    message.acknowledge();
                  } else {
                    session.recover();
                  }
                  seen.add(described(message));
                });
    connection.createConnectionConsumer(
        ORDERS, null, new ServerSessions().with(session, listener), 1);
    send("a", "b");
    assertEquals(List.of("a1", "a2", "b1", "b2"), List.of(next(), next(), next(), next()));
    connection.close();
    assertEquals(List.of(), rest());
  }

  @Test
  void branchOfTheServersTransactionDecides() throws Exception {
    SluiceXaConnection connection = xaStarted();
    XASession session = connection.createXASession();
    XAResource resource = session.getXAResource();
    AtomicReference<Boolean> rollBack = new AtomicReference<>(true);
    ServerSessions pool =
        new ServerSessions()
            .with(
                session,
                message -> seen.add(described(message)),
                ran -> {
                  TestXid xid = new TestXid(rollBack.get() ? 1 : 2);
                  resource.start(xid, XAResource.TMNOFLAGS);
                  ran.run();
                  resource.end(xid, XAResource.TMSUCCESS);
                  if (rollBack.getAndSet(false)) {
                    resource.rollback(xid);
                  } else {
                    resource.commit(xid, true);
                    seen.add("committed");
                  }
                });
    connection.createConnectionConsumer(ORDERS, null, pool, 1);
    send("a");
    assertEquals("a1", next());
    assertEquals("a2", next());
    assertEquals("committed", next());
    connection.close();
    assertEquals(List.of(), rest());
  }

  @Test
  void listenerMustNotStopOrCloseWhatRunsItButMayCloseTheConsumer() throws Exception {
    SluiceConnection connection = started();
    Session session = connection.createSession();
    AtomicReference<ConnectionConsumer> consumer = new AtomicReference<>();
    MessageListener listener =
        message -> {
          seen.add(outcome(connection::stop));
          seen.add(outcome(connection::close));
          seen.add(outcome(session::close));
          seen.add(outcome(session::run));
          seen.add(outcome(consumer.get()::close));
        };
    consumer.set(
        connection.createConnectionConsumer(
            ORDERS, null, new ServerSessions().with(session, listener), 5));
    send("a");
    for (int i = 0; i < 3; i++) {
      assertInstanceOf(IllegalStateException.class, next());
    }
    assertInstanceOf(IllegalStateRuntimeException.class, next());
    assertEquals("no exception", next());
    send("b");
    session.close();
    assertEquals(List.of("b"), rest());
  }

  @Test
  void sessionWithAListenerOfItsOwnReceivesInNoOtherWay() throws Exception {
    SluiceConnection connection = started();
    Session session = connection.createSession();
    MessageConsumer before = session.createConsumer(ORDERS);
    MessageListener listener = message -> {};
    session.setMessageListener(listener);
    assertSame(listener, session.getMessageListener());
    List<Work> calls =
        List.of(
            () -> session.createConsumer(ORDERS),
            () -> session.createSharedConsumer(NEWS, "s"),
            before::receiveNoWait,
            () -> before.receive(1),
            () -> before.setMessageListener(listener));
    for (Work call : calls) {
      assertThrows(IllegalStateException.class, call::run);
    }
    session.createProducer(ORDERS).send(session.createTextMessage("a"));
    session.setMessageListener(null);
    receive(before, "a");
    before.setMessageListener(listener);
    assertThrows(IllegalStateException.class, () -> session.setMessageListener(listener));
    assertNull(session.getMessageListener());
  }

  @Test
  void sessionInAReceiveTakesNoListenerOfItsOwn() throws Exception {
    Session session = started().createSession();
    MessageConsumer consumer = session.createConsumer(ORDERS);
    Running receiver = inBackground(() -> receive(consumer, "a"));
    receiver.awaitBlocked();
    assertThrows(IllegalStateException.class, () -> session.setMessageListener(message -> {}));
    send("a");
    receiver.awaitSuccess();
  }

  @Test
  void runWithoutAssignedMessagesReturnsAndNeedsAnOpenSession() throws Exception {
    Session session = started().createSession();
    session.run();
    session.setMessageListener(message -> seen.add(message));
    session.run();
    assertTrue(seen.isEmpty());
    session.close();
    assertThrows(IllegalStateRuntimeException.class, session::run);
  }

  @Test
  void sessionClosedBeforeItsRunLeavesTheMessageToOthers() throws Exception {
    SluiceConnection connection = started();
    Session first = connection.createSession();
    Session second = connection.createSession();
    ServerSessions pool =
        new ServerSessions()
            .with(
                first,
                message -> seen.add("not this one"),
                session -> {
                  session.close();
                  seen.add("closed");
                })
            .with(second, message -> seen.add(described(message)));
    connection.createConnectionConsumer(ORDERS, null, pool, 1);
    send("a");
    List<Object> both = List.of(next(), next());
    assertTrue(both.contains("closed") && both.contains("a1"), both.toString());
  }

  @Test
  void listenerTakenAwayBeforeTheRunLeavesTheMessageToOthers() throws Exception {
    SluiceConnection connection = started();
    BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();
    connection.setExceptionListener(told::add);
    ServerSessions pool =
        new ServerSessions()
            .with(
                connection.createSession(),
                message -> seen.add("not this one"),
                session -> {
                  session.setMessageListener(null);
                  session.run();
                });
    ConnectionConsumer consumer = connection.createConnectionConsumer(ORDERS, null, pool, 1);
    send("a");
    JMSException problem = told.poll(LONG, TimeUnit.MILLISECONDS);
    assertTrue(problem.getMessage().contains("setMessageListener"), problem.getMessage());
    consumer.close();
    assertEquals(List.of("a"), rest());
    assertTrue(seen.isEmpty());
  }
}
