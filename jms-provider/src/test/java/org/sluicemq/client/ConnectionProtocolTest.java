// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a connection does when the broker fails it, and what its exception listener is told. */
class ConnectionProtocolTest extends ProtocolTest {

  private final BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();

  private JMSException told() throws InterruptedException {
    return told.poll(LONG, TimeUnit.MILLISECONDS);
  }

  private SluiceConnection listenedTo() throws JMSException {
    SluiceConnection connection = started();
    connection.setExceptionListener(told::add);
    return connection;
  }

  @Test
  void exceptionListenerLearnsWhyTheBrokerHasStopped() throws Exception {
    MessageConsumer consumer = listenedTo().createSession().createConsumer(ORDERS);
    Throwable cause = new java.io.IOException("the disk is full");
    fake.stop(cause);
    JMSException problem = told();
    assertEquals("The broker 'fake' has stopped: the disk is full", problem.getMessage());
    assertSame(cause, problem.getCause());
    JMSException refused = assertThrows(JMSException.class, consumer::receive);
    assertEquals(problem.getMessage(), refused.getMessage());
  }

  @Test
  void brokerThatWasAskedToStopHasNoCause() throws Exception {
    listenedTo();
    fake.stop(null);
    JMSException problem = told();
    assertEquals("The broker 'fake' has stopped", problem.getMessage());
    assertNull(problem.getCause());
  }

  @Test
  void closedConnectionIsNotToldWhetherTheBrokerStops() throws Exception {
    SluiceConnection connection = connect();
    assertEquals(1, fake.registrations());
    connection.close();
    assertEquals(0, fake.registrations());
  }

  @Test
  void failureOfTheThreadThatListensIsReported() throws Exception {
    IllegalArgumentException failure = new IllegalArgumentException("as the test wants it");
    fake.beforeAsking(
        () -> {
          throw failure;
        });
    listenedTo().createSession().createConsumer(ORDERS).setMessageListener(m -> {});
    assertSame(failure, told().getCause());
  }

  @Test
  void connectionIsClosedAlsoWhenASessionFailsToClose() throws Exception {
    AtomicInteger closes = new AtomicInteger();
    SluiceConnection connection =
        new SluiceConnection(fake, ClientSettings.DEFAULTS, closes::incrementAndGet);
    connection.createSession().createConsumer(ORDERS);
    fake.beforeClosing(
        () -> {
          throw new IllegalArgumentException("as the test wants it");
        });
    assertThrows(IllegalArgumentException.class, connection::close);
    connection.close();
    assertThrows(jakarta.jms.IllegalStateException.class, connection::createSession);
    assertEquals(List.of("end"), fake.calls());
    assertEquals(1, closes.get());
  }
}
