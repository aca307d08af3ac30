// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Section 6.1.8: what else holds when a connection is closed. */
abstract class ConnectionCloseConformance extends JmsConformance {

  /** A listener that is at work until it may go on. */
  private static final class Busy {
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    Busy(Session session, Work atTheEnd) throws JMSException {
      session
          .createConsumer(ORDERS)
          .setMessageListener(
              message -> {
                running.countDown();
                JmsConformance.await(goOn);
                try {
                  atTheEnd.run();
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
    }
  }

  @Test
  void refusedCloseOrStopByAListenerLeavesAllAsItWas() throws Exception {
    SluiceConnection connection = started();
    BlockingQueue<String> handled = new LinkedBlockingQueue<>();
    connection
        .createSession()
        .createConsumer(ORDERS)
        .setMessageListener(
            message -> {
              try {
                assertThrows(IllegalStateException.class, connection::close);
                assertThrows(IllegalStateException.class, connection::stop);
                handled.add(text(message));
              } catch (JMSException e) {
                handled.add(e.toString());
              }
            });
    send("a", "b");
    assertEquals("a", handled.poll(LONG, TimeUnit.MILLISECONDS));
    assertEquals("b", handled.poll(LONG, TimeUnit.MILLISECONDS));
    connection.createSession().close();
  }

  @Test
  void closeEndsEveryReceiveAtOnceAlsoWhileAListenerIsAtWork() throws Exception {
    SluiceConnection connection = started();
    Busy busy = new Busy(connection.createSession(), () -> {});
    send("a");
    await(busy.running);
    List<Running> receivers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      MessageConsumer consumer = connection.createSession().createConsumer(NEWS);
      receivers.add(inBackground(() -> assertNull(consumer.receive())));
      receivers.get(i).awaitBlocked();
    }
    Running closer = inBackground(connection::close);
    for (Running receiver : receivers) {
      receiver.awaitSuccess();
    }
    closer.awaitBlocked();
    busy.goOn.countDown();
    closer.awaitSuccess();
  }

  @Test
  void sessionThatAListenerOpensDuringTheCloseIsClosedAsWell() throws Exception {
    SluiceConnection connection = started();
    AtomicReference<Session> opened = new AtomicReference<>();
    Busy busy = new Busy(connection.createSession(), () -> opened.set(connection.createSession()));
    send("a");
    await(busy.running);
    Running closer = inBackground(connection::close);
    closer.awaitBlocked();
    busy.goOn.countDown();
    closer.awaitSuccess();
    assertThrows(IllegalStateException.class, opened.get()::createMessage);
  }

  @Test
  void interruptOfASecondCloseIsKeptForLater() throws Exception {
    assertTrue(isInterruptedAfterASecondClose(Running::interrupt));
    assertFalse(isInterruptedAfterASecondClose(second -> {}));
  }

  private boolean isInterruptedAfterASecondClose(Consumer<Running> meanwhile) throws Exception {
    SluiceConnection connection = started();
    Busy busy = new Busy(connection.createSession(), () -> {});
    send("a");
    await(busy.running);
    Running first = inBackground(connection::close);
    first.awaitBlocked();
    AtomicBoolean interrupted = new AtomicBoolean();
    Running second =
        inBackground(
            () -> {
              connection.close();
              interrupted.set(Thread.interrupted());
            });
    second.awaitBlocked();
    meanwhile.accept(second);
    busy.goOn.countDown();
    first.awaitSuccess();
    second.awaitSuccess();
    return interrupted.get();
  }

  @Test
  void closedConnectionTakesNoClientIdentifierFromTheOthers() throws Exception {
    SluiceConnection closed = connect();
    closed.close();
    assertThrows(IllegalStateException.class, () -> closed.setClientID("desk"));
    SluiceConnection other = connect();
    other.setClientID("desk");
    assertEquals("desk", other.getClientID());
  }
}
