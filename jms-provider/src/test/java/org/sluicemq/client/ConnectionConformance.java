// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.ConnectionMetaData;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Section 6.1: connections. */
abstract class ConnectionConformance extends JmsConformance {

  @Test
  void clientIdIsSetOnceAndFirst() throws Exception {
    SluiceConnection connection = connect();
    assertNull(connection.getClientID());
    assertThrows(InvalidClientIDException.class, () -> connection.setClientID(null));
    assertThrows(InvalidClientIDException.class, () -> connection.setClientID(""));
    connection.setClientID("one");
    assertEquals("one", connection.getClientID());
    assertThrows(IllegalStateException.class, () -> connection.setClientID("two"));
  }

  @Test
  void clientIdComesTooLateAfterAnyUse() throws Exception {
    SluiceConnection withSession = connect();
    withSession.createSession();
    assertThrows(IllegalStateException.class, () -> withSession.setClientID("late"));
    assertThrows(IllegalStateException.class, () -> started().setClientID("late"));
    SluiceConnection stopped = connect();
    stopped.stop();
    assertThrows(IllegalStateException.class, () -> stopped.setClientID("late"));
    SluiceConnection withConsumer = connect();
    withConsumer.createConnectionConsumer(ORDERS, null, new ServerSessions(), 1);
    assertThrows(IllegalStateException.class, () -> withConsumer.setClientID("late"));
  }

  @Test
  void configuredClientIdCannotBeReplaced() throws Exception {
    SluiceConnection connection = connect(ClientSettings.DEFAULTS.withClientId("fixed"));
    assertEquals("fixed", connection.getClientID());
    assertThrows(IllegalStateException.class, () -> connection.setClientID("other"));
  }

  @Test
  void clientIdBelongsToOneConnectionAtATime() throws Exception {
    SluiceConnection first = connect();
    first.setClientID("mine");
    assertThrows(InvalidClientIDException.class, () -> connect().setClientID("mine"));
    assertThrows(
        InvalidClientIDException.class,
        () -> connect(ClientSettings.DEFAULTS.withClientId("mine")));
    first.close();
    connect().setClientID("mine");
  }

  @Test
  void metaDataNamesTheApiAndTheProperties() throws Exception {
    ConnectionMetaData facts = connect().getMetaData();
    assertEquals("3.1", facts.getJMSVersion());
    assertEquals(3, facts.getJMSMajorVersion());
    assertEquals(1, facts.getJMSMinorVersion());
    assertEquals("Sluice", facts.getJMSProviderName());
    assertTrue(facts.getProviderVersion().startsWith(facts.getProviderMajorVersion() + "."));
    Enumeration<?> names = facts.getJMSXPropertyNames();
    assertTrue(
        Collections.list(names)
            .containsAll(List.of("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount")));
  }

  @Test
  void openConsumerOnAConnectionThatIsNotStartedTakesNothing() throws Exception {
    SluiceConnection idle = connect();
    Session idleSession = idle.createSession();
    MessageConsumer idleConsumer = idleSession.createConsumer(ORDERS);
    idle.createSession().createConsumer(ORDERS).setMessageListener(m -> {});
    send("a");
    assertNull(idleConsumer.receiveNoWait());
    assertNull(idleConsumer.receive(1));
    assertEquals(List.of("a"), rest());
  }

  @Test
  void receiveWaitsUntilTheConnectionIsStarted() throws Exception {
    send("a");
    SluiceConnection connection = connect();
    MessageConsumer consumer = connection.createSession().createConsumer(ORDERS);
    Running receiver = inBackground(() -> receive(consumer, "a"));
    receiver.awaitBlocked();
    connection.start();
    receiver.awaitSuccess();
  }

  @Test
  void stoppedConnectionDeliversNothingAndGivesBackWhatWasAskedFor() throws Exception {
    SluiceConnection connection = started();
    MessageConsumer consumer = connection.createSession().createConsumer(ORDERS);
    Running receiver = inBackground(() -> receive(consumer, "b"));
    receiver.awaitBlocked();
    connection.stop();
    connection.stop();
    send("a");
    assertEquals(List.of("a"), rest());
    assertFalse(receiver.isDone());
    connection.start();
    connection.start();
    send("b");
    receiver.awaitSuccess();
  }

  @Test
  void receiveTimesOutWhileStopped() throws Exception {
    SluiceConnection connection = started();
    MessageConsumer consumer = connection.createSession().createConsumer(ORDERS);
    connection.stop();
    send("a");
    assertNull(consumer.receive(5));
    connection.start();
    receive(consumer, "a");
  }

  @Test
  void stopWaitsForARunningListenerWhichHasAllServices() throws Exception {
    SluiceConnection connection = started();
    Session session = connection.createSession();
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicInteger calls = new AtomicInteger();
    session
        .createConsumer(ORDERS)
        .setMessageListener(
            m -> {
              calls.incrementAndGet();
              running.countDown();
              await(goOn);
              try (Session another = connection.createSession()) {
                another.createProducer(NEWS).send(another.createMessage());
                session.createProducer(NEWS).send(session.createMessage());
              } catch (JMSException e) {
                failure.set(e);
              }
            });
    send("a", "b");
    await(running);
    Running stopper = inBackground(connection::stop);
    stopper.awaitBlocked();
    goOn.countDown();
    stopper.awaitSuccess();
    assertNull(failure.get());
    assertEquals(1, calls.get());
    assertEquals(List.of("b"), rest());
  }

  @Test
  void stopAndCloseFromAListenerAreRefused() throws Exception {
    SluiceConnection connection = started();
    Session session = connection.createSession();
    SynchronousQueue<Object> outcomes = new SynchronousQueue<>();
    session
        .createConsumer(ORDERS)
        .setMessageListener(
            m -> {
              put(outcomes, outcome(connection::stop));
              put(outcomes, outcome(connection::close));
              put(outcomes, outcome(session::close));
            });
    send("a");
    for (int i = 0; i < 3; i++) {
      assertInstanceOf(IllegalStateException.class, outcomes.poll(LONG, TimeUnit.MILLISECONDS));
    }
  }

  private static Object outcome(Work work) {
    try {
      work.run();
      return "no exception";
    } catch (Exception e) {
      return e;
    }
  }

  private static void put(SynchronousQueue<Object> queue, Object value) {
    try {
      queue.put(value);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void closeEndsAWaitingReceiveWithNull() throws Exception {
    SluiceConnection connection = started();
    MessageConsumer consumer = connection.createSession().createConsumer(ORDERS);
    AtomicReference<Object> received = new AtomicReference<>("not yet");
    Running receiver = inBackground(() -> received.set(consumer.receive()));
    receiver.awaitBlocked();
    connection.close();
    assertTrue(receiver.isDone() || receiver.awaitEnd() == null);
    receiver.awaitSuccess();
    assertNull(received.get());
  }

  @Test
  void closeEndsAReceiveThatWaitsWhileStopped() throws Exception {
    SluiceConnection connection = connect();
    MessageConsumer consumer = connection.createSession().createConsumer(ORDERS);
    Running receiver = inBackground(() -> assertNull(consumer.receive()));
    receiver.awaitBlocked();
    connection.close();
    receiver.awaitSuccess();
  }

  @Test
  void closeWaitsForARunningListenerWhichHasAllServices() throws Exception {
    SluiceConnection connection = started();
    Session session = connection.createSession();
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicReference<Object> failure = new AtomicReference<>();
    session
        .createConsumer(ORDERS)
        .setMessageListener(
            m -> {
              running.countDown();
              await(goOn);
              failure.set(
                  outcome(
                      () -> {
                        Session another = connection.createSession();
                        another.createProducer(ORDERS).send(another.createTextMessage("from it"));
                      }));
            });
    send("a");
    await(running);
    Running closer = inBackground(connection::close);
    Running second = inBackground(connection::close);
    closer.awaitBlocked();
    second.awaitBlocked();
    goOn.countDown();
    closer.awaitSuccess();
    second.awaitSuccess();
    assertEquals("no exception", failure.get());
    assertEquals(List.of("from it"), rest());
  }

  @Test
  void closedConnectionRefusesAllButClose() throws Exception {
    SluiceConnection connection = connect();
    Session session = connection.createSession();
    connection.close();
    connection.close();
    session.close();
    List<Work> calls =
        List.of(
            connection::createSession,
            () -> connection.createSession(Session.CLIENT_ACKNOWLEDGE),
            () -> connection.createSession(true, 0),
            connection::getClientID,
            () -> connection.setClientID("x"),
            connection::getMetaData,
            connection::getExceptionListener,
            () -> connection.setExceptionListener(null),
            connection::start,
            connection::stop,
            () -> connection.createConnectionConsumer(ORDERS, null, null, 1),
            session::createMessage);
    for (Work call : calls) {
      assertThrows(IllegalStateException.class, call::run);
    }
  }

  @Test
  void closeRollsBackAndGivesBack() throws Exception {
    send("a", "b");
    SluiceConnection connection = started();
    Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED);
    receive(transacted.createConsumer(ORDERS), "a");
    transacted.createProducer(ORDERS).send(transacted.createTextMessage("never"));
    Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
    Message b = client.createConsumer(ORDERS).receive(LONG);
    connection.close();
    assertThrows(IllegalStateException.class, b::acknowledge);
    assertEquals("b", text(b));
    assertEquals(List.of("a", "b"), rest());
  }

  @Test
  void onCloseRunsOnce() throws Exception {
    AtomicInteger closes = new AtomicInteger();
    SluiceConnection connection =
        new SluiceConnection(
            underTest().broker(), ClientSettings.DEFAULTS, closes::incrementAndGet);
    connection.close();
    connection.close();
    assertEquals(1, closes.get());
  }

  @Test
  void exceptionListenerIsToldThatTheBrokerStoppedAndReceivesEnd() throws Exception {
    SluiceConnection connection = started();
    CountDownLatch told = new CountDownLatch(1);
    ExceptionListener listener =
        problem -> {
          if (problem.getMessage().contains("has stopped")) {
            told.countDown();
          }
        };
    connection.setExceptionListener(listener);
    assertSame(listener, connection.getExceptionListener());
    MessageConsumer consumer = connection.createSession().createConsumer(ORDERS);
    Running receiver = inBackground(consumer::receive);
    receiver.awaitBlocked();
    underTest().close();
    await(told);
    assertInstanceOf(JMSException.class, receiver.awaitEnd());
  }

  @Test
  void sessionModesAreChecked() throws Exception {
    SluiceConnection connection = connect();
    JMSException unknown =
        assertThrows(JMSException.class, () -> connection.createSession(false, 99));
    assertTrue(unknown.getMessage().contains("no acknowledge mode 99"), unknown.getMessage());
    assertThrows(JMSException.class, () -> connection.createSession(-1));
    JMSException mixed =
        assertThrows(
            JMSException.class, () -> connection.createSession(false, Session.SESSION_TRANSACTED));
    assertTrue(mixed.getMessage().contains("not transacted"), mixed.getMessage());
    assertTrue(connection.createSession(true, 99).getTransacted());
    assertTrue(connection.createSession(Session.SESSION_TRANSACTED).getTransacted());
    assertEquals(Session.AUTO_ACKNOWLEDGE, connection.createSession().getAcknowledgeMode());
    assertEquals(
        Session.SESSION_TRANSACTED, connection.createSession(true, 2).getAcknowledgeMode());
  }

  @Test
  void messageIdsAreUniqueAcrossConnections() throws Exception {
    Message[] sent = new Message[2];
    for (int i = 0; i < 2; i++) {
      Session session = connect().createSession();
      sent[i] = session.createMessage();
      session.createProducer(ORDERS).send(sent[i]);
      assertTrue(sent[i].getJMSMessageID().startsWith("ID:"));
    }
    assertNotEquals(sent[0].getJMSMessageID(), sent[1].getJMSMessageID());
  }

  @Test
  void exceptionListenerIsCalledByOneThreadAtATimeAndMayCloseTheConnection() throws Exception {
    SluiceConnection connection = started();
    List<String> inside = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch inFirst = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(3);
    connection.setExceptionListener(
        problem -> {
          inside.add("begin " + problem.getMessage());
          inFirst.countDown();
          await(goOn);
          Unchecked.run(connection::close);
          inside.add("end " + problem.getMessage());
          told.countDown();
        });
    connection.report(new JMSException("0"));
    await(inFirst);
    connection.report(new JMSException("1"));
    connection.report(new JMSException("2"));
    assertEquals(1, threadsOf(connection));
    goOn.countDown();
    await(told);
    assertEquals(
        List.of("begin 0", "end 0", "begin 1", "end 1", "begin 2", "end 2"), List.copyOf(inside));
    assertThrows(IllegalStateException.class, connection::createSession);
  }

  /** How many threads its exception listener has. */
  private static long threadsOf(SluiceConnection connection) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("sluice-exception-" + connection.id()))
        .count();
  }

  @Test
  void exceptionListenerIsNotToldWhatACallThrowsAndCanBeTakenAway() throws Exception {
    SluiceConnection connection = connect();
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch last = new CountDownLatch(1);
    ExceptionListener listener =
        problem -> {
          told.add(problem.getMessage());
          if (problem.getMessage().equals("last")) {
            last.countDown();
          }
        };
    connection.setExceptionListener(listener);
    Session session = connection.createSession();
    assertThrows(JMSException.class, () -> session.createConsumer(null));
    assertThrows(JMSException.class, session::commit);
    connection.setExceptionListener(null);
    assertNull(connection.getExceptionListener());
    connection.report(new JMSException("nobody listens"));
    connection.setExceptionListener(listener);
    // Reports are told in their order: whatever came before would be in the list.
    connection.report(new JMSException("last"));
    await(last);
    assertEquals(List.of("last"), told);
  }

  @Test
  void sendingNeedsNoStartedConnection() throws Exception {
    SluiceConnection connection = connect();
    Session session = connection.createSession();
    session.createProducer(ORDERS).send(session.createTextMessage("before"));
    connection.start();
    connection.stop();
    session.createProducer(ORDERS).send(session.createTextMessage("after"));
    assertEquals(List.of("before", "after"), rest());
  }
}
