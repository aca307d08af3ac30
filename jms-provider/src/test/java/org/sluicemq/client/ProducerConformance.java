// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Chapter 7: sending. */
abstract class ProducerConformance extends JmsConformance {

  private static final long NOW = 1_700_000_000_000L;
  private static final long HOUR = 3_600_000;

  private Session sessionAt(long now) throws JMSException {
    InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(now));
    return connect(ClientSettings.DEFAULTS.withClock(clock)).createSession();
  }

  @Test
  void sendShowsTheHeadersOnTheSendersMessage() throws Exception {
    Session session = sessionAt(NOW);
    Message message = session.createMessage();
    message.setJMSMessageID("ID:mine");
    message.setJMSPriority(9);
    message.setJMSTimestamp(1);
    MessageProducer producer = session.createProducer(ORDERS);
    producer.setDeliveryDelay(7);
    producer.send(message, DeliveryMode.NON_PERSISTENT, 2, 50);
    assertSame(ORDERS, message.getJMSDestination());
    assertEquals(DeliveryMode.NON_PERSISTENT, message.getJMSDeliveryMode());
    assertTrue(message.getJMSMessageID().startsWith("ID:"));
    assertNotEquals("ID:mine", message.getJMSMessageID());
    assertEquals(NOW, message.getJMSTimestamp());
    assertEquals(NOW + 50, message.getJMSExpiration());
    assertEquals(NOW + 7, message.getJMSDeliveryTime());
    assertEquals(2, message.getJMSPriority());
  }

  @Test
  void receiverSeesTheSameHeaders() throws Exception {
    Session session = started().createSession();
    TextMessage sent = session.createTextMessage("x");
    sent.setJMSCorrelationID("c");
    sent.setJMSType("t");
    sent.setJMSReplyTo(NEWS);
    sent.setLongProperty("p", 5);
    session.createProducer(ORDERS).send(sent, DeliveryMode.PERSISTENT, 7, HOUR);
    Message got = session.createConsumer(ORDERS).receive(LONG);
    assertNotSame(sent, got);
    assertEquals(ORDERS, got.getJMSDestination());
    assertEquals(sent.getJMSMessageID(), got.getJMSMessageID());
    assertEquals(sent.getJMSTimestamp(), got.getJMSTimestamp());
    assertEquals(sent.getJMSExpiration(), got.getJMSExpiration());
    assertEquals(sent.getJMSDeliveryTime(), got.getJMSDeliveryTime());
    assertEquals(7, got.getJMSPriority());
    assertEquals(DeliveryMode.PERSISTENT, got.getJMSDeliveryMode());
    assertEquals("c", got.getJMSCorrelationID());
    assertEquals("t", got.getJMSType());
    assertEquals(NEWS, got.getJMSReplyTo());
    assertEquals(5, got.getLongProperty("p"));
    assertEquals(1, got.getIntProperty("JMSXDeliveryCount"));
  }

  @Test
  void hintsAreTaken() throws Exception {
    Session session = sessionAt(NOW);
    MessageProducer producer = session.createProducer(ORDERS);
    producer.setDisableMessageID(true);
    producer.setDisableMessageTimestamp(true);
    assertTrue(producer.getDisableMessageID());
    assertTrue(producer.getDisableMessageTimestamp());
    Message message = session.createMessage();
    producer.send(message);
    assertNull(message.getJMSMessageID());
    assertEquals(0, message.getJMSTimestamp());
    assertEquals(0, message.getJMSExpiration());
    assertEquals(NOW, message.getJMSDeliveryTime());
  }

  @Test
  void optionsOfTheProducerHoldForItsSends() throws Exception {
    Session session = sessionAt(NOW);
    MessageProducer producer = session.createProducer(ORDERS);
    assertFalse(producer.getDisableMessageID());
    assertFalse(producer.getDisableMessageTimestamp());
    assertEquals(DeliveryMode.PERSISTENT, producer.getDeliveryMode());
    assertEquals(4, producer.getPriority());
    assertEquals(0, producer.getTimeToLive());
    assertEquals(0, producer.getDeliveryDelay());
    producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
    producer.setPriority(8);
    producer.setTimeToLive(Long.MAX_VALUE);
    producer.setDeliveryDelay(3);
    assertEquals(DeliveryMode.NON_PERSISTENT, producer.getDeliveryMode());
    assertEquals(8, producer.getPriority());
    assertEquals(Long.MAX_VALUE, producer.getTimeToLive());
    assertEquals(3, producer.getDeliveryDelay());
    Message message = session.createMessage();
    producer.send(message);
    assertEquals(DeliveryMode.NON_PERSISTENT, message.getJMSDeliveryMode());
    assertEquals(8, message.getJMSPriority());
    assertEquals(Long.MAX_VALUE, message.getJMSExpiration());
    assertEquals(NOW + 3, message.getJMSDeliveryTime());
  }

  @Test
  void optionsThatDoNotExistAreRefused() throws Exception {
    Session session = connect().createSession();
    MessageProducer producer = session.createProducer(ORDERS);
    assertThrows(JMSException.class, () -> producer.setDeliveryMode(3));
    assertThrows(JMSException.class, () -> producer.setPriority(10));
    assertThrows(JMSException.class, () -> producer.setPriority(-1));
    assertThrows(JMSException.class, () -> producer.setTimeToLive(-1));
    assertThrows(JMSException.class, () -> producer.setDeliveryDelay(-1));
    Message message = session.createMessage();
    assertThrows(JMSException.class, () -> producer.send(message, 0, 4, 0));
    assertThrows(JMSException.class, () -> producer.send(message, 2, 10, 0));
    assertEquals(List.of(), rest());
  }

  @Test
  void producerWithADestinationSendsThereOnly() throws Exception {
    Session session = connect().createSession();
    MessageProducer bound = session.createProducer(ORDERS);
    assertSame(ORDERS, bound.getDestination());
    Message message = session.createTextMessage("a");
    assertThrows(UnsupportedOperationException.class, () -> bound.send(ORDERS, message));
    assertThrows(UnsupportedOperationException.class, () -> bound.send(NEWS, message, 2, 4, 0));
    assertThrows(MessageFormatException.class, () -> bound.send(null));
    bound.send(message);
    assertEquals(List.of("a"), rest());
  }

  @Test
  void producerWithoutADestinationNeedsOneWithEachSend() throws Exception {
    Session session = connect().createSession();
    MessageProducer unbound = session.createProducer(null);
    assertNull(unbound.getDestination());
    Message message = session.createTextMessage("a");
    assertThrows(UnsupportedOperationException.class, () -> unbound.send(message));
    assertThrows(UnsupportedOperationException.class, () -> unbound.send(message, 2, 4, 0));
    assertThrows(
        InvalidDestinationException.class, () -> unbound.send((Destination) null, message));
    assertThrows(
        InvalidDestinationException.class, () -> unbound.send(new Destination() {}, message));
    assertThrows(MessageFormatException.class, () -> unbound.send(ORDERS, null));
    unbound.send(ORDERS, message);
    assertEquals(List.of("a"), rest());
  }

  @Test
  void otherClassesOfDestinationsAreTakenByName() throws Exception {
    Session session = connect().createSession();
    Queue foreign =
        new Queue() {
          @Override
          public String getQueueName() {
            return "orders";
          }
        };
    session.createProducer(foreign).send(session.createTextMessage("a"));
    assertEquals(List.of("a"), rest());
    abstract class Both implements Queue, Topic {}
    Destination both =
        new Both() {
          @Override
          public String getQueueName() {
            return "orders";
          }

          @Override
          public String getTopicName() {
            return "orders";
          }
        };
    assertThrows(InvalidDestinationException.class, () -> session.createProducer(both));
  }

  @Test
  void closedProducerRefusesAllButClose() throws Exception {
    Session session = connect().createSession();
    MessageProducer producer = session.createProducer(ORDERS);
    producer.close();
    producer.close();
    Message message = session.createMessage();
    CompletionListener listener = listener(m -> {});
    List<Work> calls =
        List.of(
            () -> producer.send(message),
            () -> producer.send(message, 1, 4, 0),
            () -> producer.send(message, listener),
            () -> producer.send(message, 1, 4, 0, listener),
            producer::getDestination,
            producer::getDeliveryMode,
            producer::getPriority,
            producer::getTimeToLive,
            producer::getDeliveryDelay,
            producer::getDisableMessageID,
            producer::getDisableMessageTimestamp,
            () -> producer.setDeliveryMode(1),
            () -> producer.setPriority(1),
            () -> producer.setTimeToLive(1),
            () -> producer.setDeliveryDelay(1),
            () -> producer.setDisableMessageID(true),
            () -> producer.setDisableMessageTimestamp(true));
    for (Work call : calls) {
      assertThrows(IllegalStateException.class, call::run);
    }
  }

  @Test
  void closedProducerWithoutADestinationSendsNowhere() throws Exception {
    Session session = connect().createSession();
    MessageProducer producer = session.createProducer(null);
    producer.close();
    Message message = session.createMessage();
    CompletionListener listener = listener(m -> {});
    List<Work> calls =
        List.of(
            () -> producer.send(ORDERS, message),
            () -> producer.send(ORDERS, message, 1, 4, 0),
            () -> producer.send(ORDERS, message, listener),
            () -> producer.send(ORDERS, message, 1, 4, 0, listener));
    for (Work call : calls) {
      assertThrows(IllegalStateException.class, call::run);
    }
    assertEquals(List.of(), rest());
  }

  @Test
  void messageChangedAfterTheSendIsNotChangedForTheReceiver() throws Exception {
    Session session = started().createSession();
    TextMessage message = session.createTextMessage("before");
    message.setStringProperty("p", "before");
    session.createProducer(ORDERS).send(message);
    message.setText("after");
    message.setStringProperty("p", "after");
    Message got = session.createConsumer(ORDERS).receive(LONG);
    assertEquals("before", text(got));
    assertEquals("before", got.getStringProperty("p"));
  }

  @Test
  void messageIsNotDeliveredBeforeItsTime() throws Exception {
    Session session = started().createSession();
    MessageProducer producer = session.createProducer(ORDERS);
    producer.setDeliveryDelay(60);
    TextMessage late = session.createTextMessage("late");
    producer.send(late);
    producer.setDeliveryDelay(0);
    producer.send(session.createTextMessage("soon"));
    MessageConsumer consumer = session.createConsumer(ORDERS);
    receive(consumer, "soon", "late");
    assertTrue(System.currentTimeMillis() >= late.getJMSDeliveryTime());
  }

  @Test
  void expiredMessageIsNotDelivered() throws Exception {
    Session past = sessionAt(System.currentTimeMillis() - HOUR);
    past.createProducer(ORDERS).send(past.createTextMessage("old"), 2, 4, 1);
    send("new");
    assertEquals(List.of("new"), rest());
  }

  private static CompletionListener listener(Consumer<Message> completed) {
    return new CompletionListener() {
      @Override
      public void onCompletion(Message message) {
        completed.accept(message);
      }

      @Override
      public void onException(Message message, Exception exception) {
        throw new AssertionError(exception);
      }
    };
  }

  @Test
  void completionListenersAreCalledInOrderOnAnotherThread() throws Exception {
    Session session = connect().createSession();
    MessageProducer producer = session.createProducer(ORDERS);
    List<Message> sent = new ArrayList<>();
    List<Message> completed = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(20);
    for (int i = 0; i < 20; i++) {
      Message message = session.createTextMessage("" + i);
      sent.add(message);
      producer.send(
          message,
          listener(
              m -> {
                completed.add(m);
                threads.add(Thread.currentThread());
                all.countDown();
              }));
    }
    await(all);
    assertEquals(sent, completed);
    assertEquals(1, threads.stream().distinct().count());
    assertNotSame(Thread.currentThread(), threads.get(0));
    assertEquals(20, rest().size());
  }

  @Test
  void asynchronousSendNeedsAListenerAndChecksLikeAnyOther() throws Exception {
    Session session = connect().createSession();
    MessageProducer bound = session.createProducer(ORDERS);
    MessageProducer unbound = session.createProducer(null);
    Message message = session.createMessage();
    List<Work> withoutListener =
        List.of(
            () -> bound.send(message, (CompletionListener) null),
            () -> bound.send(message, 1, 4, 0, null),
            () -> unbound.send(ORDERS, message, (CompletionListener) null),
            () -> unbound.send(ORDERS, message, 1, 4, 0, null));
    for (Work send : withoutListener) {
      assertThrows(IllegalArgumentException.class, send::run);
    }
    assertThrows(
        UnsupportedOperationException.class, () -> unbound.send(message, listener(m -> {})));
    assertThrows(
        UnsupportedOperationException.class, () -> bound.send(ORDERS, message, listener(m -> {})));
    assertThrows(
        InvalidDestinationException.class,
        () -> unbound.send((Destination) null, message, listener(m -> {})));
    assertThrows(
        JMSException.class, () -> unbound.send(ORDERS, message, 2, 11, 0, listener(m -> {})));
    assertThrows(JMSException.class, () -> bound.send(message, 9, 1, 0, listener(m -> {})));
  }

  @Test
  void asynchronousSendHasTheOptionsAndTheDestinationOfTheCall() throws Exception {
    Session session = connect().createSession();
    CountDownLatch completed = new CountDownLatch(2);
    CompletionListener listener = listener(m -> completed.countDown());
    MessageProducer bound = session.createProducer(ORDERS);
    bound.send(session.createTextMessage("low"), DeliveryMode.NON_PERSISTENT, 1, HOUR, listener);
    MessageProducer unbound = session.createProducer(null);
    unbound.send(ORDERS, session.createTextMessage("high"), 2, 9, HOUR, listener);
    await(completed);
    MessageConsumer consumer = started().createSession().createConsumer(ORDERS);
    Message high = consumer.receive(LONG);
    assertEquals("high", text(high));
    assertEquals(9, high.getJMSPriority());
    Message low = consumer.receive(LONG);
    assertEquals(DeliveryMode.NON_PERSISTENT, low.getJMSDeliveryMode());
    assertEquals(low.getJMSTimestamp() + HOUR, low.getJMSExpiration());
  }

  @Test
  void closeAndCommitWaitForCompletionListeners() throws Exception {
    SluiceConnection connection = connect();
    Session transacted = connection.createSession(true, 0);
    waitsForCallback(transacted, transacted::commit);
    waitsForCallback(transacted, transacted::rollback);
    Session session = connection.createSession();
    MessageProducer producer = session.createProducer(ORDERS);
    waitsForCallback(session, producer, producer::close);
    waitsForCallback(session, session::close);
    waitsForCallback(connection.createSession(), connection::close);
  }

  private void waitsForCallback(Session session, Work work) throws Exception {
    waitsForCallback(session, session.createProducer(ORDERS), work);
  }

  private void waitsForCallback(Session session, MessageProducer producer, Work work)
      throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    producer.send(
        session.createMessage(),
        listener(
            m -> {
              called.countDown();
              await(goOn);
            }));
    await(called);
    Running waiting = inBackground(work);
    waiting.awaitBlocked();
    goOn.countDown();
    waiting.awaitSuccess();
  }

  @Test
  void completionListenerMustNotCloseOrEndItsTransaction() throws Exception {
    SluiceConnection connection = connect();
    Session session = connection.createSession(true, 0);
    MessageProducer producer = session.createProducer(ORDERS);
    List<Work> refused =
        List.of(
            producer::close, session::close, connection::close, session::commit, session::rollback);
    for (Work call : refused) {
      AtomicReference<Exception> outcome = new AtomicReference<>();
      CountDownLatch called = new CountDownLatch(1);
      producer.send(
          session.createMessage(),
          listener(
              m -> {
                try {
                  call.run();
                } catch (Exception e) {
                  outcome.set(e);
                }
                called.countDown();
              }));
      await(called);
      assertInstanceOf(IllegalStateException.class, outcome.get());
    }
    session.commit();
  }

  @Test
  void delayAndTimeToLiveCountFromTheSendAndNotFromTheCommit() throws Exception {
    Session session = started().createSession(Session.SESSION_TRANSACTED);
    MessageProducer producer = session.createProducer(ORDERS);
    Message delayed = session.createTextMessage("delayed");
    producer.setDeliveryDelay(20);
    producer.send(delayed);
    producer.setDeliveryDelay(0);
    producer.setTimeToLive(20);
    Message expiring = session.createTextMessage("expired");
    producer.send(expiring);
    long sent = expiring.getJMSTimestamp();
    assertEquals(sent + 20, expiring.getJMSExpiration());
    assertTrue(delayed.getJMSDeliveryTime() <= sent + 20);
    while (System.currentTimeMillis() <= expiring.getJMSExpiration()) {
      Thread.onSpinWait();
    }
    session.commit();
    assertEquals(List.of("delayed"), rest());
  }

  @Test
  void delayedMessageIsForThoseWhoSubscribedBeforeItsSend() throws Exception {
    Session session = started().createSession();
    MessageConsumer before = session.createConsumer(NEWS);
    MessageProducer producer = session.createProducer(NEWS);
    producer.setDeliveryDelay(20);
    producer.send(session.createTextMessage("a"));
    MessageConsumer after = session.createConsumer(NEWS);
    receive(before, "a");
    assertNull(after.receiveNoWait());
  }
}
