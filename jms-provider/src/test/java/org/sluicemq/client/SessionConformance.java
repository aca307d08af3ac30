// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 6.2: sessions, acknowledgement, local transactions, temporary destinations. */
abstract class SessionConformance extends JmsConformance {

  private static void assertDelivery(Message message, String text, int count) throws JMSException {
    assertEquals(text, text(message));
    assertEquals(count, message.getIntProperty("JMSXDeliveryCount"));
    assertEquals(count > 1, message.getJMSRedelivered());
  }

  @Test
  void autoAcknowledgesWhatReceiveReturned() throws Exception {
    send("a", "b");
    try (SluiceConnection connection = started()) {
      MessageConsumer consumer = connection.createSession().createConsumer(ORDERS);
      assertDelivery(consumer.receive(LONG), "a", 1);
    }
    assertEquals(List.of("b"), rest());
  }

  @Test
  void dupsOkAcknowledgesAtTheLatestOnClose() throws Exception {
    send("a", "b");
    try (SluiceConnection connection = started()) {
      Session session = connection.createSession(Session.DUPS_OK_ACKNOWLEDGE);
      assertEquals(Session.DUPS_OK_ACKNOWLEDGE, session.getAcknowledgeMode());
      receive(session.createConsumer(ORDERS), "a", "b");
    }
    assertEquals(List.of(), rest());
  }

  @Test
  void oneAcknowledgeStandsForAllThatTheSessionReceived() throws Exception {
    send("a", "b", "c");
    try (SluiceConnection connection = started()) {
      Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
      assertEquals(Session.CLIENT_ACKNOWLEDGE, session.getAcknowledgeMode());
      MessageConsumer one = session.createConsumer(ORDERS);
      Message a = one.receive(LONG);
      one.close();
      receive(session.createConsumer(ORDERS), "b");
      a.acknowledge();
      a.acknowledge();
    }
    assertEquals(List.of("c"), rest());
  }

  @Test
  void closeDoesNotAcknowledgeForTheClient() throws Exception {
    send("a", "b");
    try (SluiceConnection connection = started()) {
      Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
      Message a = session.createConsumer(ORDERS).receive(LONG);
      session.close();
      assertThrows(IllegalStateException.class, a::acknowledge);
      MessageConsumer again = connection.createSession().createConsumer(ORDERS);
      assertDelivery(again.receive(LONG), "a", 2);
      assertDelivery(again.receive(LONG), "b", 1);
    }
  }

  @Test
  void recoverGoesBackToTheFirstThatIsNotAcknowledgedInOrder() throws Exception {
    send("a", "b", "c", "d");
    Session session = started().createSession(Session.CLIENT_ACKNOWLEDGE);
    MessageConsumer consumer = session.createConsumer(ORDERS);
    consumer.receive(LONG).acknowledge();
    receive(consumer, "b", "c");
    session.recover();
    assertDelivery(consumer.receive(LONG), "b", 2);
    assertDelivery(consumer.receive(LONG), "c", 2);
    Message d = consumer.receive(LONG);
    assertDelivery(d, "d", 1);
    d.acknowledge();
    assertNull(consumer.receiveNoWait());
  }

  @Test
  void recoverInAListenerBringsTheMessageAgain() throws Exception {
    for (int mode : new int[] {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE}) {
      send("a");
      try (SluiceConnection connection = started()) {
        Session session = connection.createSession(mode);
        List<Integer> counts = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch twice = new CountDownLatch(2);
        session
            .createConsumer(ORDERS)
            .setMessageListener(
                m -> {
                  try {
                    counts.add(m.getIntProperty("JMSXDeliveryCount"));
                    if (counts.size() == 1) {
                      session.recover();
                    }
                  } catch (JMSException e) {
                    counts.add(-1);
                  }
                  twice.countDown();
                });
        await(twice);
        assertEquals(List.of(1, 2), counts);
      }
      assertEquals(List.of(), rest());
    }
  }

  @Test
  void acknowledgeHasNoEffectWhereTheSessionDoesIt() throws Exception {
    send("a");
    try (SluiceConnection connection = started()) {
      Session session = connection.createSession(true, 0);
      session.createConsumer(ORDERS).receive(LONG).acknowledge();
      session.rollback();
    }
    assertEquals(List.of("a"), rest());
  }

  @ParameterizedTest
  @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
  void acknowledgeTakesNothingThatTheSessionHasNotAcknowledged(int mode) throws Exception {
    send("a", "b");
    CountDownLatch acknowledged = new CountDownLatch(1);
    AtomicReference<Exception> refused = new AtomicReference<>();
    AtomicInteger deliveries = new AtomicInteger();
    try (SluiceConnection connection = started()) {
      Session session = connection.createSession(mode);
      session
          .createConsumer(ORDERS)
          .setMessageListener(
              message -> {
                try {
                  if (text(message).equals("a") && deliveries.incrementAndGet() == 1) {
                    message.acknowledge();
                    throw new java.lang.IllegalStateException("not acknowledged by its session");
                  }
                  if (text(message).equals("b")) {
                    acknowledged.countDown();
                  }
                } catch (JMSException e) {
                  refused.set(e);
                }
              });
      await(acknowledged);
    }
    assertNull(refused.get());
    assertEquals(2, deliveries.get());
    assertEquals(List.of(), rest());
  }

  @Test
  void transactionSendsAndReceivesOnCommit() throws Exception {
    send("in");
    SluiceConnection connection = started();
    Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
    receive(session.createConsumer(ORDERS), "in");
    session.createProducer(ORDERS).send(session.createTextMessage("out"));
    assertEquals(List.of(), rest());
    session.commit();
    session.commit();
    assertEquals(List.of("out"), rest());
    connection.close();
    assertEquals(List.of(), rest());
  }

  @Test
  void rollbackDropsSendsAndRedeliversInOrder() throws Exception {
    send("a", "b", "c");
    Session session = started().createSession(true, Session.SESSION_TRANSACTED);
    MessageConsumer consumer = session.createConsumer(ORDERS);
    receive(consumer, "a", "b");
    session.createProducer(ORDERS).send(session.createTextMessage("never"));
    session.rollback();
    assertDelivery(consumer.receive(LONG), "a", 2);
    assertDelivery(consumer.receive(LONG), "b", 2);
    assertDelivery(consumer.receive(LONG), "c", 1);
    session.commit();
    assertNull(consumer.receiveNoWait());
  }

  @Test
  void transactedListenerMayCommitAndRollBack() throws Exception {
    send("a", "b");
    try (SluiceConnection connection = started()) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      List<String> seen = Collections.synchronizedList(new ArrayList<>());
      CountDownLatch four = new CountDownLatch(4);
      session
          .createConsumer(ORDERS)
          .setMessageListener(
              m -> {
                try {
                  seen.add(text(m) + m.getIntProperty("JMSXDeliveryCount"));
                  if (m.getJMSRedelivered()) {
                    session.commit();
                  } else {
                    session.rollback();
                  }
                } catch (JMSException e) {
                  seen.add(e.toString());
                }
                four.countDown();
              });
      await(four);
      assertEquals(List.of("a1", "a2", "b1", "b2"), seen);
    }
    assertEquals(List.of(), rest());
  }

  @Test
  void commitAndRollbackNeedATransactionAndRecoverNeedsNone() throws Exception {
    SluiceConnection connection = started();
    for (int mode = Session.AUTO_ACKNOWLEDGE; mode <= Session.DUPS_OK_ACKNOWLEDGE; mode++) {
      Session plain = connection.createSession(mode);
      assertFalse(plain.getTransacted());
      assertThrows(IllegalStateException.class, plain::commit);
      assertThrows(IllegalStateException.class, plain::rollback);
      plain.recover();
    }
    Session transacted = connection.createSession(true, 0);
    assertThrows(IllegalStateException.class, transacted::recover);
  }

  @Test
  void closedSessionRefusesAllButClose() throws Exception {
    Session session = connect().createSession();
    MessageProducer producer = session.createProducer(ORDERS);
    MessageConsumer consumer = session.createConsumer(ORDERS);
    var browser = session.createBrowser(ORDERS);
    Message message = session.createMessage();
    session.close();
    session.close();
    producer.close();
    consumer.close();
    browser.close();
    List<Work> calls =
        List.of(
            session::createBytesMessage,
            session::createMapMessage,
            session::createMessage,
            session::createObjectMessage,
            session::createStreamMessage,
            session::createTextMessage,
            session::getTransacted,
            session::getAcknowledgeMode,
            session::commit,
            session::rollback,
            session::recover,
            session::getMessageListener,
            () -> session.setMessageListener(null),
            () -> session.createProducer(ORDERS),
            () -> session.createConsumer(ORDERS),
            () -> session.createBrowser(ORDERS),
            () -> session.createQueue("q"),
            () -> session.createTopic("t"),
            session::createTemporaryQueue,
            session::createTemporaryTopic,
            () -> session.unsubscribe("s"),
            () -> session.createDurableConsumer(NEWS, "s"),
            () -> session.createDurableSubscriber(NEWS, "s"),
            () -> session.createSharedConsumer(NEWS, "s"),
            () -> session.createSharedDurableConsumer(NEWS, "s"),
            () -> producer.send(message),
            producer::getPriority,
            producer::getDestination,
            consumer::receive,
            consumer::receiveNoWait,
            consumer::getMessageSelector,
            () -> consumer.setMessageListener(null),
            browser::getEnumeration,
            browser::getQueue);
    for (Work call : calls) {
      assertThrows(IllegalStateException.class, call::run);
    }
    assertThrows(IllegalStateRuntimeException.class, session::run);
  }

  @Test
  void listenersOfOneSessionRunOneAtATime() throws Exception {
    Session session = started().createSession();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(40);
    for (String name : List.of("orders", "other")) {
      session
          .createConsumer(session.createQueue(name))
          .setMessageListener(
              m -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.yield();
                inside.decrementAndGet();
                all.countDown();
              });
    }
    Session sender = connect().createSession();
    MessageProducer producer = sender.createProducer(null);
    for (int i = 0; i < 20; i++) {
      producer.send(ORDERS, sender.createMessage());
      producer.send(sender.createQueue("other"), sender.createMessage());
    }
    await(all);
    assertEquals(1, most.get());
  }

  @Test
  void temporaryQueueIsForItsConnectionAndSendsForAll() throws Exception {
    SluiceConnection owner = started();
    Session session = owner.createSession();
    TemporaryQueue replies = session.createTemporaryQueue();
    MessageConsumer consumer = owner.createSession().createConsumer(replies);
    Session stranger = started().createSession();
    assertThrows(InvalidDestinationException.class, () -> stranger.createConsumer(replies));
    Message request = session.createTextMessage("request");
    request.setJMSReplyTo(replies);
    session.createProducer(ORDERS).send(request);
    Message received = stranger.createConsumer(ORDERS).receive(LONG);
    assertEquals(replies, received.getJMSReplyTo());
    assertInstanceOf(TemporaryQueue.class, received.getJMSReplyTo());
    stranger.createProducer(received.getJMSReplyTo()).send(stranger.createTextMessage("reply"));
    receive(consumer, "reply");
  }

  @Test
  void temporaryDestinationIsDeletedWhenItHasNoConsumers() throws Exception {
    Session session = connect().createSession();
    TemporaryQueue queue = session.createTemporaryQueue();
    TemporaryTopic topic = session.createTemporaryTopic();
    MessageConsumer onQueue = session.createConsumer(queue);
    MessageConsumer onTopic = session.createConsumer(topic);
    assertThrows(JMSException.class, queue::delete);
    assertThrows(JMSException.class, topic::delete);
    onQueue.close();
    onTopic.close();
    queue.delete();
    topic.delete();
    queue.delete();
    assertThrows(InvalidDestinationException.class, () -> session.createConsumer(queue));
    assertThrows(
        InvalidDestinationException.class,
        () -> session.createProducer(topic).send(session.createMessage()));
  }

  @Test
  void temporaryDestinationEndsWithItsConnection() throws Exception {
    SluiceConnection owner = connect();
    TemporaryQueue queue = owner.createSession().createTemporaryQueue();
    owner.close();
    assertThrows(IllegalStateException.class, queue::delete);
    Session other = connect().createSession();
    assertThrows(
        InvalidDestinationException.class,
        () -> other.createProducer(queue).send(other.createMessage()));
  }

  @Test
  void destinationsByNameAreCheckedAndComparedByName() throws Exception {
    Session session = connect().createSession();
    assertEquals(ORDERS, session.createQueue("orders"));
    assertEquals("orders", session.createQueue("orders").getQueueName());
    assertEquals("news", session.createTopic("news").toString());
    assertThrows(InvalidDestinationException.class, () -> session.createQueue("not*allowed"));
    assertThrows(InvalidDestinationException.class, () -> session.createTopic(null));
  }

  @Test
  void interruptedReceiveSaysSoAndStrandsNothing() throws Exception {
    MessageConsumer consumer = started().createSession().createConsumer(ORDERS);
    Running receiver = inBackground(consumer::receive);
    receiver.awaitBlocked();
    receiver.interrupt();
    JMSException said = assertInstanceOf(JMSException.class, receiver.awaitEnd());
    assertTrue(said.getMessage().contains("interrupted"));
    send("a");
    assertEquals(List.of("a"), rest());
  }

  @Test
  void onlyTheObjectOfTheOwningConnectionDeletesATemporaryDestination() throws Exception {
    Session session = started().createSession();
    TemporaryTopic topic = session.createTemporaryTopic();
    MessageConsumer consumer = session.createConsumer(ORDERS);
    Message request = session.createMessage();
    request.setJMSReplyTo(topic);
    session.createProducer(ORDERS).send(request);
    TemporaryTopic replyTo = (TemporaryTopic) consumer.receive(LONG).getJMSReplyTo();
    assertEquals(topic, replyTo);
    assertThrows(JMSException.class, replyTo::delete);
    Session stranger = started().createSession();
    assertThrows(InvalidDestinationException.class, () -> stranger.createConsumer(topic));
    assertThrows(
        InvalidDestinationException.class, () -> stranger.createSharedConsumer(topic, "s"));
    session.createSharedConsumer(topic, "s").close();
    topic.delete();
  }

  @Test
  void temporaryDestinationOutlivesTheSessionThatCreatedIt() throws Exception {
    SluiceConnection connection = started();
    Session creating = connection.createSession();
    TemporaryQueue queue = creating.createTemporaryQueue();
    creating.createProducer(queue).send(creating.createTextMessage("a"));
    creating.close();
    MessageConsumer consumer = connection.createSession().createConsumer(queue);
    receive(consumer, "a");
    assertThrows(JMSException.class, queue::delete);
    consumer.close();
    queue.delete();
  }

  @Test
  void messageMayBeSentByAnotherSessionThanItsOwnAlsoWhenThatIsClosed() throws Exception {
    Session creating = connect().createSession();
    TextMessage message = creating.createTextMessage("a");
    creating.close();
    Session sending = started().createSession();
    sending.createProducer(ORDERS).send(message);
    message.setText("b");
    sending.createProducer(ORDERS).send(message);
    receive(sending.createConsumer(ORDERS), "a", "b");
  }

  @Test
  void listenerMayCloseAnotherSessionOfItsConnection() throws Exception {
    SluiceConnection connection = started();
    Session other = connection.createSession();
    MessageConsumer waiting = other.createConsumer(NEWS);
    Running receiver = inBackground(() -> assertNull(waiting.receive()));
    receiver.awaitBlocked();
    CountDownLatch closed = new CountDownLatch(1);
    connection
        .createSession()
        .createConsumer(ORDERS)
        .setMessageListener(
            message -> {
              Unchecked.run(other::close);
              closed.countDown();
            });
    send("a");
    await(closed);
    receiver.awaitSuccess();
  }

  @Test
  void redeliveredMessageIsTheOneThatWasSentWhateverTheReceiverDidToIt() throws Exception {
    send("original");
    Session session = started().createSession(Session.SESSION_TRANSACTED);
    MessageConsumer consumer = session.createConsumer(ORDERS);
    TextMessage first = (TextMessage) consumer.receive(LONG);
    first.clearBody();
    first.clearProperties();
    first.setText("changed");
    first.setStringProperty("changed", "yes");
    first.setJMSType("changed");
    session.rollback();
    TextMessage second = (TextMessage) consumer.receive(LONG);
    assertDelivery(second, "original", 2);
    assertNull(second.getStringProperty("changed"));
    assertNull(second.getJMSType());
  }
}
