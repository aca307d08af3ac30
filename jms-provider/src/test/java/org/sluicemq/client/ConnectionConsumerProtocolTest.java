// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What connection consumers, and others with a message in hand, do when something fails. */
class ConnectionConsumerProtocolTest extends ProtocolTest {

  private final BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();

  private SluiceConnection telling() throws JMSException {
    SluiceConnection connection = started();
    connection.setExceptionListener(told::add);
    return connection;
  }

  private JMSException told() throws InterruptedException {
    return told.poll(LONG, TimeUnit.MILLISECONDS);
  }

  private static Error failure() {
    return new AssertionError("as the test wants it");
  }

  @Test
  void errorOfThePoolGivesTheMessageBackAndTheConsumerGoesOn() throws Exception {
    SluiceConnection connection = telling();
    Error failure = failure();
    ServerSessions good = new ServerSessions().with(connection.createSession(), message -> {});
    BlockingQueue<Error> failures = new LinkedBlockingQueue<>(List.of(failure));
    ServerSessionPool pool =
        () -> {
          Error now = failures.poll();
          if (now != null) {
            throw now;
          }
          return good.getServerSession();
        };
    connection.createConnectionConsumer(ORDERS, null, pool, 1);
    fake.put("orders", "a");
    fake.awaitCall("release a unseen");
    JMSException problem = told();
    assertSame(failure, problem.getCause());
    assertTrue(problem.getMessage().contains("'orders'"), problem.getMessage());
    fake.put("orders", "b");
    fake.awaitCall("acknowledge b lazily");
  }

  @Test
  void consumerThatTheBrokerFailsIsClosedAndTold() throws Exception {
    SluiceConnection connection = connect();
    connection.setExceptionListener(told::add);
    ConnectionConsumer consumer =
        connection.createConnectionConsumer(ORDERS, null, new ServerSessions(), 1);
    Error failure = failure();
    fake.failWhenAsked(failure);
    connection.start();
    fake.awaitCall("close orders");
    assertSame(failure, told().getCause());
    assertThrows(IllegalStateException.class, consumer::getServerSessionPool);
    consumer.close();
  }

  @Test
  void consumerThatTheBrokerFailsIsToldEvenIfItCannotBeClosed() throws Exception {
    SluiceConnection connection = connect();
    connection.setExceptionListener(told::add);
    connection.createConnectionConsumer(ORDERS, null, new ServerSessions(), 1);
    Error failure = failure();
    fake.failWhenAsked(failure);
    fake.beforeClosing(
        () -> {
          throw new java.lang.IllegalStateException("this too");
        });
    connection.start();
    assertSame(failure, told().getCause());
  }

  @Test
  void consumerThatIsOpenedWhileTheBrokerStopsGetsNothing() throws Exception {
    SluiceConnection connection = started();
    fake.afterConsuming(fake::stop);
    SluiceConnectionConsumer consumer =
        (SluiceConnectionConsumer)
            connection.createConnectionConsumer(ORDERS, null, new ServerSessions(), 1);
    fake.put("orders", "a", "b");
    assertFalse(consumer.supply().promise());
  }

  @Test
  void messageThatCannotBeMadeGoesBackUnseenFromARun() throws Exception {
    SluiceConnection connection = started();
    Session session = connection.createSession();
    session.setMessageListener(message -> {});
    BlockingQueue<Throwable> ended = new LinkedBlockingQueue<>();
    ServerSession server =
        new ServerSession() {
          @Override
          public Session getSession() {
            return session;
          }

          @Override
          public void start() {
            try {
              session.run();
            } catch (Throwable e) {
              ended.add(e);
            }
          }
        };
    Error failure = failure();
    fake.spoil("a", failure);
    connection.createConnectionConsumer(ORDERS, null, () -> server, 1);
    fake.put("orders", "a");
    fake.awaitCall("release a unseen");
    assertSame(failure, ended.poll(LONG, TimeUnit.MILLISECONDS));
    fake.put("orders", "b");
    fake.awaitCall("acknowledge b lazily");
  }

  @Test
  void messageThatCannotBeMadeGoesBackUnseenFromAReceive() throws Exception {
    MessageConsumer consumer = automatic().createConsumer(ORDERS);
    Error failure = failure();
    fake.spoil("a", failure);
    fake.put("orders", "a", "b");
    assertSame(failure, assertThrows(Error.class, consumer::receiveNoWait));
    assertEquals(List.of("credit 1 on orders", "release a unseen"), fake.calls());
    assertId("b", consumer.receiveNoWait());
  }

  @Test
  void messageThatCannotBeReadGoesBackWhateverReadingThrows() throws Exception {
    Session session = automatic();
    SluiceConsumer consumer = (SluiceConsumer) session.createConsumer(ORDERS);
    Error failure = failure();
    fake.put("orders", "a");
    SluiceConsumer.Reader<Message> failing =
        message -> {
          throw failure;
        };
    assertSame(failure, assertThrows(Error.class, () -> consumer.receive(0, failing)));
    assertEquals(List.of("credit 1 on orders", "release a unseen"), fake.calls());
  }

  @Test
  void inboundSessionThatCannotMakeAMessageGoesOnWithTheNext() throws Exception {
    InboundSession inbound = started().openInbound(ORDERS, null);
    Error failure = failure();
    fake.spoil("a", failure);
    fake.put("orders", "a", "b");
    assertSame(failure, assertThrows(Error.class, () -> inbound.receive(0)));
    assertEquals(List.of("credit 1 on orders", "release a unseen"), fake.calls());
    assertId("b", inbound.receive(0));
    inbound.close();
  }
}
