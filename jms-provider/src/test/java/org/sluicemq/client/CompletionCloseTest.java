// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.CompletionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluicemq.broker.Broker;

/** Section 7.3.4: what becomes of asynchronous sends while their session or producer is closed. */
class CompletionCloseTest extends ProtocolTest {

  /** One of these alone is as much as a session sends ahead. */
  private static final String HUGE = "x".repeat(5 << 20);

  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger called = new AtomicInteger();

  /** Counts its calls, and does something in each. */
  private CompletionListener counting(Work then) {
    return new CompletionListener() {
      @Override
      public void onCompletion(Message message) {
        called.incrementAndGet();
        try {
          then.run();
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }

      @Override
      public void onException(Message message, Exception exception) {
        called.incrementAndGet();
      }
    };
  }

  private CompletionListener counting() {
    return counting(() -> {});
  }

  private static void settle(List<Broker.SendListener> sends) {
    sends.forEach(send -> send.sent(null));
  }

  /** Sends again and again, until that is refused. */
  private void sendUntilRefused(Session session, MessageProducer producer, CompletionListener told)
      throws JMSException {
    while (true) {
      producer.send(session.createMessage(), told);
      sent.incrementAndGet();
    }
  }

  private static Work closing(String what, Session session, MessageProducer producer) {
    return switch (what) {
      case "connection" -> ((SluiceSession) session).connection()::close;
      case "session" -> session::close;
      default -> producer::close;
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"connection", "session", "producer"})
  void senderThatGoesOnIsRefusedAndCalledBackForAllThatItSent(String what) throws Exception {
    Session session = automatic();
    MessageProducer producer = session.createProducer(ORDERS);
    CountDownLatch some = new CountDownLatch(100);
    Running sender =
        inBackground(() -> sendUntilRefused(session, producer, counting(some::countDown)));
    await(some);
    Running closer = inBackground(closing(what, session, producer));
    closer.awaitSuccess();
    int calledAtTheEnd = called.get();
    assertInstanceOf(IllegalStateException.class, sender.awaitEnd());
    assertEquals(sent.get(), calledAtTheEnd);
    assertEquals(sent.get(), called.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"connection", "session", "producer"})
  void noSendBeginsWhileACloseWaitsForThoseUnderWay(String what) throws Exception {
    fake.holdSends();
    Session session = automatic();
    MessageProducer producer = session.createProducer(ORDERS);
    producer.send(session.createMessage(), counting());
    Running closer = inBackground(closing(what, session, producer));
    closer.awaitBlocked();
    Message late = session.createMessage();
    assertThrows(IllegalStateException.class, () -> producer.send(late, counting()));
    // Nothing but asynchronous sends is refused before all listeners have returned.
    producer.send(late);
    settle(fake.awaitSends(1));
    closer.awaitSuccess();
    assertThrows(IllegalStateException.class, () -> producer.send(late));
    assertEquals(1, called.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"connection", "session", "producer"})
  void listenerThatAlwaysSendsAgainDoesNotKeepACloseFromEnding(String what) throws Exception {
    Session session = automatic();
    MessageProducer producer = session.createProducer(ORDERS);
    CountDownLatch some = new CountDownLatch(100);
    AtomicReference<CompletionListener> again = new AtomicReference<>();
    AtomicReference<Exception> refused = new AtomicReference<>();
    again.set(
        counting(
            () -> {
              some.countDown();
              try {
                producer.send(session.createMessage(), again.get());
                sent.incrementAndGet();
              } catch (JMSException e) {
                refused.set(e);
              }
            }));
    sent.incrementAndGet();
    producer.send(session.createMessage(), again.get());
    await(some);
    Running closer = inBackground(closing(what, session, producer));
    closer.awaitSuccess();
    assertInstanceOf(IllegalStateException.class, refused.get());
    assertEquals(sent.get(), called.get());
  }

  @Test
  void senderThatWaitsForRoomIsRefusedByAClose() throws Exception {
    fake.holdSends();
    Session session = automatic();
    MessageProducer producer = session.createProducer(ORDERS);
    producer.send(session.createTextMessage(HUGE), counting());
    Running sender =
        inBackground(() -> producer.send(session.createTextMessage("next"), counting()));
    sender.awaitBlocked();
    Running closer = inBackground(session::close);
    assertInstanceOf(IllegalStateException.class, sender.awaitEnd());
    settle(fake.awaitSends(1));
    closer.awaitSuccess();
    assertEquals(1, called.get());
  }

  @Test
  void messageListenerMayStillSendWhileItsSessionClosesWhichWaitsForThat() throws Exception {
    fake.holdSends();
    fake.put("orders", "a");
    Session session = automatic();
    MessageProducer producer = session.createProducer(NEWS);
    MessageConsumer consumer = session.createConsumer(ORDERS);
    CountDownLatch listening = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    consumer.setMessageListener(
        listener(
            id -> {
              listening.countDown();
              await(goOn);
              producer.send(session.createMessage(), counting());
            }));
    await(listening);
    Running closer = inBackground(session::close);
    closer.awaitBlocked();
    goOn.countDown();
    List<Broker.SendListener> sends = fake.awaitSends(1);
    fake.awaitCall("acknowledge a lazily");
    closer.awaitBlocked();
    settle(sends);
    closer.awaitSuccess();
    assertEquals(1, called.get());
  }

  @Test
  void otherProducersOfTheSessionSendOnWhileOneCloses() throws Exception {
    fake.holdSends();
    Session session = automatic();
    MessageProducer closing = session.createProducer(ORDERS);
    MessageProducer other = session.createProducer(ORDERS);
    closing.send(session.createMessage(), counting());
    Running closer = inBackground(closing::close);
    closer.awaitBlocked();
    other.send(session.createMessage(), counting());
    Running again = inBackground(closing::close);
    again.awaitBlocked();
    assertFalse(closer.isDone());
    settle(fake.awaitSends(2));
    closer.awaitSuccess();
    again.awaitSuccess();
    session.close();
    assertEquals(2, called.get());
  }
}
