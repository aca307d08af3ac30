// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Sections 11.2.2 to 11.2.5: connection consumers and the pools they are given. */
abstract class ConnectionConsumerConformance extends JmsConformance {

  private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();
  private final MessageListener noting = message -> Unchecked.run(() -> handled.add(text(message)));

  private String next() throws InterruptedException {
    return handled.poll(LONG, TimeUnit.MILLISECONDS);
  }

  private List<String> next(int number) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      texts.add(next());
    }
    return texts;
  }

  private ServerSessions noting(SluiceConnection connection) throws JMSException {
    return new ServerSessions().with(connection.createSession(), noting);
  }

  private void publish(String... texts) throws JMSException {
    try (SluiceConnection connection = connect()) {
      Session session = connection.createSession();
      for (String text : texts) {
        session.createProducer(NEWS).send(session.createTextMessage(text));
      }
    }
  }

  @Test
  void messagesOfAQueueAreHandledInOrderAndAcknowledged() throws Exception {
    SluiceConnection connection = started();
    ServerSessions pool = noting(connection);
    ConnectionConsumer consumer = connection.createConnectionConsumer(ORDERS, null, pool, 3);
    assertSame(pool, consumer.getServerSessionPool());
    send("a", "b", "c", "d", "e");
    assertEquals(List.of("a", "b", "c", "d", "e"), next(5));
    connection.close();
    assertEquals(List.of(), rest());
  }

  @Test
  void serverSessionsHandleMessagesAtTheSameTime() throws Exception {
    SluiceConnection connection = started();
    CountDownLatch both = new CountDownLatch(2);
    MessageListener meeting =
        message -> {
          both.countDown();
          await(both);
          noting.onMessage(message);
        };
    ServerSessions pool =
        new ServerSessions()
            .with(connection.createSession(), meeting)
            .with(connection.createSession(), meeting);
    connection.createConnectionConsumer(ORDERS, null, pool, 1);
    send("a", "b");
    assertEquals(List.of("a", "b"), next(2).stream().sorted().toList());
  }

  @Test
  void runHandlesAtMostSoManyMessages() throws Exception {
    send("a", "b", "c", "d", "e", "f", "g");
    SluiceConnection connection = connect();
    List<Integer> runs = new ArrayList<>();
    AtomicInteger inRun = new AtomicInteger();
    ServerSessions pool =
        new ServerSessions()
            .with(
                connection.createSession(),
                message -> {
                  inRun.incrementAndGet();
                  noting.onMessage(message);
                },
                session -> {
                  session.run();
                  runs.add(inRun.getAndSet(0));
                });
    connection.createConnectionConsumer(ORDERS, null, pool, 3);
    connection.start();
    assertEquals(List.of("a", "b", "c", "d", "e", "f", "g"), next(7));
    connection.close();
    pool.awaitReturn();
    assertTrue(runs.stream().allMatch(number -> number <= 3), runs.toString());
    assertTrue(runs.size() >= 3, runs.toString());
  }

  @Test
  void selectorChooses() throws Exception {
    SluiceConnection connection = started();
    connection.createConnectionConsumer(ORDERS, "JMSType = 'wanted'", noting(connection), 5);
    Session session = connect().createSession();
    for (String type : List.of("other", "wanted")) {
      Message message = session.createTextMessage(type);
      message.setJMSType(type);
      session.createProducer(ORDERS).send(message);
    }
    assertEquals("wanted", next());
    assertEquals(List.of("other"), rest());
  }

  @Test
  void consumerOfAConnectionThatIsNotStartedTakesNothing() throws Exception {
    SluiceConnection connection = connect();
    ServerSessions pool = noting(connection);
    connection.createConnectionConsumer(ORDERS, null, pool, 5);
    send("a");
    assertEquals(List.of("a"), rest());
    assertEquals(0, pool.starts());
    send("b");
    connection.start();
    assertEquals("b", next());
  }

  @Test
  void stopWaitsForTheListenerAndLeavesTheRestInTheQueue() throws Exception {
    SluiceConnection connection = started();
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ServerSessions pool =
        new ServerSessions()
            .with(
                connection.createSession(),
                message -> {
                  running.countDown();
                  await(goOn);
                  noting.onMessage(message);
                });
    connection.createConnectionConsumer(ORDERS, null, pool, 10);
    send("a", "b", "c");
    await(running);
    Running stopper = inBackground(connection::stop);
    stopper.awaitBlocked();
    goOn.countDown();
    stopper.awaitSuccess();
    assertEquals("a", next());
    assertEquals(List.of("b", "c"), rest());
    send("d");
    connection.start();
    assertEquals("d", next());
  }

  @Test
  void messageThatWaitsForAnExhaustedPoolIsHandledWhenARunEnds() throws Exception {
    SluiceConnection connection = started();
    CountDownLatch goOn = new CountDownLatch(1);
    ServerSessions pool =
        new ServerSessions()
            .with(
                connection.createSession(),
                message -> {
                  await(goOn);
                  noting.onMessage(message);
                });
    connection.createConnectionConsumer(ORDERS, null, pool, 10);
    send("a", "b");
    pool.awaitWaiter();
    goOn.countDown();
    assertEquals(List.of("a", "b"), next(2));
    send("c");
    assertEquals("c", next());
  }

  @Test
  void closedConsumerStartsNobodyAndGivesBackWhatWaitsForThePool() throws Exception {
    SluiceConnection connection = started();
    ServerSessions empty = new ServerSessions();
    ConnectionConsumer consumer = connection.createConnectionConsumer(ORDERS, null, empty, 1);
    send("a");
    Thread thread = empty.awaitWaiter();
    consumer.close();
    consumer.close();
    thread.join(LONG);
    assertEquals(false, thread.isAlive());
    assertEquals(List.of("a"), rest());
    assertThrows(IllegalStateException.class, consumer::getServerSessionPool);
  }

  @Test
  void connectionsCloseEndsItsConsumersAndWaitsForListeners() throws Exception {
    SluiceConnection connection = started();
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ServerSessions pool =
        new ServerSessions()
            .with(
                connection.createSession(),
                message -> {
                  running.countDown();
                  await(goOn);
                });
    connection.createConnectionConsumer(ORDERS, null, pool, 10);
    send("a", "b");
    await(running);
    Thread thread = pool.awaitWaiter();
    Running closer = inBackground(connection::close);
    closer.awaitBlocked();
    goOn.countDown();
    closer.awaitSuccess();
    thread.join(LONG);
    assertEquals(false, thread.isAlive());
    assertEquals(List.of("b"), rest());
  }

  @Test
  void durableSubscriptionKeepsMessagesWhileTheConsumerIsClosed() throws Exception {
    SluiceConnection connection = connect(ClientSettings.DEFAULTS.withClientId("desk"));
    connection.start();
    ServerSessions pool = noting(connection);
    ConnectionConsumer consumer =
        connection.createDurableConnectionConsumer(NEWS, "s", null, pool, 2);
    Session session = connection.createSession();
    assertThrows(
        JMSException.class,
        () -> connection.createDurableConnectionConsumer(NEWS, "s", null, pool, 2));
    assertThrows(JMSException.class, () -> session.createDurableConsumer(NEWS, "s"));
    assertThrows(JMSException.class, () -> session.unsubscribe("s"));
    publish("a");
    assertEquals("a", next());
    pool.awaitReturn();
    consumer.close();
    publish("b");
    connection.createDurableConnectionConsumer(NEWS, "s", "", pool, 2);
    assertEquals("b", next());
  }

  @Test
  void sharedSubscriptionsAreSharedWithOtherConsumers() throws Exception {
    SluiceConnection connection = started();
    ServerSessions pool = noting(connection);
    for (boolean durable : List.of(false, true)) {
      ConnectionConsumer consumer =
          durable
              ? connection.createSharedDurableConnectionConsumer(NEWS, "s", null, pool, 1)
              : connection.createSharedConnectionConsumer(NEWS, "s", null, pool, 1);
      Session session = started().createSession();
      MessageConsumer other =
          durable
              ? session.createSharedDurableConsumer(NEWS, "s")
              : session.createSharedConsumer(NEWS, "s");
      publish("to the pool");
      assertEquals("to the pool", next());
      pool.awaitReturn();
      consumer.close();
      publish("to the other");
      receive(other, "to the other");
      assertNull(other.receiveNoWait());
    }
  }

  @Test
  void consumerOfATopicHasASubscriptionOfItsOwn() throws Exception {
    SluiceConnection connection = started();
    ServerSessions pool = noting(connection);
    connection.createConnectionConsumer(NEWS, null, pool, 1);
    connection.createConnectionConsumer(NEWS, null, pool, 1);
    publish("a");
    assertEquals(List.of("a", "a"), next(2));
  }

  @Test
  void domainsHaveTheirOwnForms() throws Exception {
    SluiceQueueConnection queues =
        closedAtTheEnd(
            new SluiceQueueConnection(underTest().broker(), ClientSettings.DEFAULTS, () -> {}));
    queues.start();
    queues.createConnectionConsumer(
        ORDERS, null, new ServerSessions().with(queues.createQueueSession(false, 1), noting), 1);
    send("a");
    assertEquals("a", next());
    SluiceTopicConnection topics =
        closedAtTheEnd(
            new SluiceTopicConnection(underTest().broker(), ClientSettings.DEFAULTS, () -> {}));
    topics.start();
    topics.createConnectionConsumer(
        NEWS, null, new ServerSessions().with(topics.createTopicSession(false, 1), noting), 1);
    publish("b");
    assertEquals("b", next());
  }

  @Test
  void argumentsAreChecked() throws Exception {
    SluiceConnection connection = connect();
    ServerSessions pool = new ServerSessions();
    assertThrows(
        InvalidDestinationException.class,
        () -> connection.createConnectionConsumer(null, null, pool, 1));
    assertThrows(
        InvalidDestinationException.class,
        () -> connection.createSharedConnectionConsumer(null, "s", null, pool, 1));
    assertThrows(
        InvalidSelectorException.class,
        () -> connection.createConnectionConsumer(ORDERS, "=", pool, 1));
    assertThrows(
        IllegalStateException.class,
        () -> connection.createDurableConnectionConsumer(NEWS, "s", null, pool, 1));
    List<Work> calls =
        List.of(
            () -> connection.createConnectionConsumer(ORDERS, null, null, 1),
            () -> connection.createConnectionConsumer(ORDERS, null, pool, 0),
            () -> connection.createConnectionConsumer(ORDERS, null, pool, -1),
            () -> connection.createSharedConnectionConsumer(NEWS, null, null, pool, 1),
            () -> connection.createSharedDurableConnectionConsumer(NEWS, " ", null, pool, 1));
    for (Work call : calls) {
      assertThrows(JMSException.class, call::run);
    }
    connection.setClientID("still in time");
  }

  @Test
  void clientIdComesTooLateAfterAConnectionConsumer() throws Exception {
    SluiceConnection connection = connect();
    connection.createConnectionConsumer(ORDERS, null, new ServerSessions(), 1);
    assertThrows(IllegalStateException.class, () -> connection.setClientID("late"));
  }

  @Test
  void temporaryQueueIsForItsConnectionAndStaysWhileItIsConsumed() throws Exception {
    SluiceConnection connection = started();
    Session session = connection.createSession();
    TemporaryQueue queue = session.createTemporaryQueue();
    SluiceConnection other = connect();
    assertThrows(
        InvalidDestinationException.class,
        () -> other.createConnectionConsumer(queue, null, new ServerSessions(), 1));
    ConnectionConsumer consumer =
        connection.createConnectionConsumer(queue, null, noting(connection), 1);
    session.createProducer(queue).send(session.createTextMessage("reply"));
    assertEquals("reply", next());
    assertThrows(JMSException.class, queue::delete);
    consumer.close();
    queue.delete();
  }

  /** A pool that fails in some way first, and then gives what another gives. */
  private ServerSessionPool failingFirst(ServerSessionPool first, ServerSessionPool then) {
    AtomicInteger calls = new AtomicInteger();
    return () -> (calls.getAndIncrement() == 0 ? first : then).getServerSession();
  }

  private static ServerSessionPool of(Session session) {
    return startingWith(() -> session);
  }

  /** A pool of one that can tell its session, or fails at that, and cannot start it. */
  private static ServerSessionPool startingWith(Supplier<Session> session) {
    return () ->
        new ServerSession() {
          @Override
          public Session getSession() {
            return session.get();
          }

          @Override
          public void start() throws JMSException {
            throw new JMSException("no thread");
          }
        };
  }

  @Test
  void failuresOfPoolAndServerSessionAreReportedAndTheMessageIsNotLost() throws Exception {
    SluiceConnection connection = started();
    Session listening = connection.createSession();
    listening.setMessageListener(noting);
    Session closed = connection.createSession();
    closed.setMessageListener(noting);
    closed.close();
    BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();
    connection.setExceptionListener(told::add);
    List<ServerSessionPool> failing =
        List.of(
            () -> {
              throw new JMSException("exhausted");
            },
            () -> {
              throw new IllegalArgumentException("defective");
            },
            () -> {
              throw new AssertionError("defective");
            },
            () -> null,
            startingWith(
                () -> {
                  throw new NoClassDefFoundError("missing");
                }),
            of(null),
            of(started().createSession()),
            of(connection.createSession()),
            of(closed),
            of(listening));
    for (ServerSessionPool pool : failing) {
      ConnectionConsumer consumer =
          connection.createConnectionConsumer(
              ORDERS, null, failingFirst(pool, noting(connection)), 1);
      send("a");
      JMSException problem = told.poll(LONG, TimeUnit.MILLISECONDS);
      assertTrue(problem.getMessage().contains("'orders'"), problem.getMessage());
      assertEquals("a", next());
      consumer.close();
    }
    assertEquals(List.of(), rest());
  }

  @Test
  void brokersStopEndsTheConsumerAndIsTold() throws Exception {
    SluiceConnection connection = started();
    CountDownLatch told = new CountDownLatch(1);
    connection.setExceptionListener(problem -> told.countDown());
    ConnectionConsumer consumer =
        connection.createConnectionConsumer(ORDERS, null, noting(connection), 1);
    underTest().close();
    await(told);
    consumer.close();
    connection.close();
    assertTrue(handled.isEmpty());
  }
}
