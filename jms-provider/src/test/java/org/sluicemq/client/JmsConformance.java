// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the conformance suites share: a broker, connections that are closed at the end, threads. */
abstract class JmsConformance {

  static final Queue ORDERS = new JmsQueue("orders");
  static final Topic NEWS = new JmsTopic("news");

  /** Long enough for anything that is to happen, whatever the machine does. */
  static final long LONG = Long.getLong("sluice.test.patience", 20_000);

  private final List<SluiceConnection> connections = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private BrokerUnderTest underTest;

  /** Starts a fresh broker. */
  abstract BrokerUnderTest start() throws Exception;

  @BeforeEach
  final void startBroker() throws Exception {
    underTest = start();
  }

  @AfterEach
  final void closeAll() throws Exception {
    threads.shutdownNow();
    for (SluiceConnection connection : connections) {
      connection.close();
    }
    underTest.close();
  }

  final BrokerUnderTest underTest() {
    return underTest;
  }

  final <C extends SluiceConnection> C closedAtTheEnd(C connection) {
    connections.add(connection);
    return connection;
  }

  final SluiceConnection connect(ClientSettings settings) throws JMSException {
    return closedAtTheEnd(new SluiceConnection(underTest.broker(), settings, () -> {}));
  }

  final SluiceConnection connect() throws JMSException {
    return connect(ClientSettings.DEFAULTS);
  }

  final SluiceConnection started() throws JMSException {
    SluiceConnection connection = connect();
    connection.start();
    return connection;
  }

  final SluiceXaConnection xaStarted() throws JMSException {
    SluiceXaConnection connection =
        closedAtTheEnd(
            new SluiceXaConnection(underTest.broker(), ClientSettings.DEFAULTS, () -> {}));
    connection.start();
    return connection;
  }

  final SluiceContext context(int mode) throws JMSException {
    return new SluiceContext(connect(), mode);
  }

  /** Sends texts to the queue of the tests through a connection of its own. */
  final void send(String... texts) throws JMSException {
    try (Connection connection = connect()) {
      Session session = connection.createSession();
      MessageProducer producer = session.createProducer(ORDERS);
      for (String text : texts) {
        producer.send(session.createTextMessage(text));
      }
    }
  }

  static void receive(MessageConsumer consumer, String... texts) throws JMSException {
    for (String text : texts) {
      assertEquals(text, text(consumer.receive(LONG)));
    }
  }

  static String text(Message message) throws JMSException {
    assertNotNull(message, "no message came");
    return ((TextMessage) message).getText();
  }

  /** What is in the queue of the tests and free, taken out in order. */
  final List<String> rest() throws JMSException {
    try (Connection connection = started()) {
      MessageConsumer consumer = connection.createSession().createConsumer(ORDERS);
      List<String> texts = new ArrayList<>();
      for (Message m = consumer.receiveNoWait(); m != null; m = consumer.receiveNoWait()) {
        texts.add(text(m));
      }
      return texts;
    }
  }

  /** Something that a thread does. */
  interface Work {
    void run() throws Exception;
  }

  /** Runs something on a thread and lets a test see how far it is. */
  final Running inBackground(Work work) throws InterruptedException {
    Running running = new Running();
    CountDownLatch begun = new CountDownLatch(1);
    threads.execute(
        () -> {
          running.thread = Thread.currentThread();
          begun.countDown();
          try {
            work.run();
          } catch (Throwable e) {
            running.failure = e;
          } finally {
            running.done.countDown();
          }
        });
    begun.await();
    return running;
  }

  /** A thread of a test. */
  static final class Running {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Thread thread;
    private volatile Throwable failure;

    /** Returns when the thread waits for something, and fails if it ends instead. */
    void awaitBlocked() {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONG);
      while (!isBlocked()) {
        assertTrue(done.getCount() > 0, () -> "ended and did not wait: " + failure);
        assertTrue(System.nanoTime() < end, "the thread does not wait");
        Thread.onSpinWait();
      }
      // A thread that has done its work waits as well: for more, where it came from.
      assertTrue(done.getCount() > 0, () -> "ended and did not wait: " + failure);
    }

    private boolean isBlocked() {
      Thread.State state = thread.getState();
      return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    void interrupt() {
      thread.interrupt();
    }

    boolean isDone() {
      return done.getCount() == 0;
    }

    Throwable awaitEnd() throws InterruptedException {
      assertTrue(done.await(LONG, TimeUnit.MILLISECONDS), "the thread does not end");
      return failure;
    }

    void awaitSuccess() throws InterruptedException {
      assertEquals(null, awaitEnd());
    }
  }

  static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(LONG, TimeUnit.MILLISECONDS), "what was waited for did not happen");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
