// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Chapter 8: receiving. */
abstract class ConsumerConformance extends JmsConformance {

  @Test
  void receiveNoWaitAndTimeoutReturnNullWhenNothingIsThere() throws Exception {
    MessageConsumer consumer = started().createSession().createConsumer(ORDERS);
    assertNull(consumer.receiveNoWait());
    assertNull(consumer.receive(1));
    assertThrows(JMSException.class, () -> consumer.receive(-1));
    send("a");
    receive(consumer, "a");
  }

  @Test
  void receiveWaitsForTheNextMessage() throws Exception {
    MessageConsumer consumer = started().createSession().createConsumer(ORDERS);
    Running receiver =
        inBackground(
            () -> {
              assertEquals("a", text(consumer.receive()));
              assertEquals("b", text(consumer.receive(0)));
            });
    receiver.awaitBlocked();
    send("a");
    send("b");
    receiver.awaitSuccess();
  }

  @Test
  void messagesOfOneProducerComeInOrder() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      texts.add("" + i);
    }
    send(texts.toArray(String[]::new));
    assertEquals(texts, rest());
  }

  @Test
  void higherPriorityComesFirst() throws Exception {
    Session session = started().createSession();
    MessageProducer producer = session.createProducer(ORDERS);
    producer.send(session.createTextMessage("low"), 2, 0, 0);
    producer.send(session.createTextMessage("high"), 2, 9, 0);
    receive(session.createConsumer(ORDERS), "high", "low");
  }

  @Test
  void selectorChoosesAndBadOnesAreRefused() throws Exception {
    Session session = started().createSession();
    MessageProducer producer = session.createProducer(ORDERS);
    for (int i = 0; i < 4; i++) {
      Message message = session.createTextMessage("" + i);
      message.setIntProperty("n", i);
      producer.send(message);
    }
    MessageConsumer odd = session.createConsumer(ORDERS, "n IN ('x') OR n = 1 OR n = 3");
    assertEquals("n IN ('x') OR n = 1 OR n = 3", odd.getMessageSelector());
    receive(odd, "1", "3");
    assertNull(odd.receiveNoWait());
    MessageConsumer all = session.createConsumer(ORDERS, "");
    assertNull(all.getMessageSelector());
    receive(all, "0", "2");
    assertThrows(InvalidSelectorException.class, () -> session.createConsumer(ORDERS, "n = = 1"));
    assertThrows(InvalidSelectorException.class, () -> session.createBrowser(ORDERS, "AND"));
  }

  @Test
  void destinationsThatAreNoneAreRefused() throws Exception {
    Session session = connect().createSession();
    assertThrows(InvalidDestinationException.class, () -> session.createConsumer(null));
    assertThrows(
        InvalidDestinationException.class, () -> session.createConsumer(new Destination() {}));
    assertThrows(
        InvalidDestinationException.class, () -> session.createProducer(new Destination() {}));
    assertThrows(InvalidDestinationException.class, () -> session.createBrowser(null));
    assertThrows(InvalidDestinationException.class, () -> session.unsubscribe("unknown"));
    assertThrows(
        InvalidDestinationException.class, () -> session.createDurableConsumer(null, "name"));
  }

  @Test
  void listenerGetsMessagesInOrderOnOneThreadOfTheSession() throws Exception {
    send("a", "b", "c");
    Session session = started().createSession();
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    List<String> threads = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch five = new CountDownLatch(5);
    MessageListener listener =
        m -> {
          try {
            seen.add(text(m));
          } catch (JMSException e) {
            seen.add(e.toString());
          }
          threads.add(
              Thread.currentThread().getName()
                  + (Thread.currentThread().isDaemon() ? ", a daemon" : ""));
          five.countDown();
        };
    MessageConsumer consumer = session.createConsumer(ORDERS);
    consumer.setMessageListener(listener);
    assertSame(listener, consumer.getMessageListener());
    send("d", "e");
    await(five);
    assertEquals(List.of("a", "b", "c", "d", "e"), seen);
    assertEquals(1, threads.stream().distinct().count());
    assertTrue(threads.get(0).matches("sluice-session-.*, a daemon"), threads.get(0));
    session.close();
    assertEquals(List.of(), rest());
  }

  @Test
  void sessionEitherReceivesOrListens() throws Exception {
    Session session = started().createSession();
    MessageConsumer listening = session.createConsumer(ORDERS);
    MessageConsumer receiving = session.createConsumer(session.createQueue("other"));
    listening.setMessageListener(m -> {});
    assertThrows(IllegalStateException.class, listening::receive);
    assertThrows(IllegalStateException.class, receiving::receiveNoWait);
    listening.setMessageListener(null);
    assertNull(listening.getMessageListener());
    assertNull(receiving.receiveNoWait());
    Running receiver = inBackground(receiving::receive);
    receiver.awaitBlocked();
    assertThrows(IllegalStateException.class, () -> listening.setMessageListener(m -> {}));
    assertNull(listening.getMessageListener());
    session.close();
    receiver.awaitSuccess();
  }

  @Test
  void failingListenerGetsTheMessageAgainWhereTheSessionAcknowledges() throws Exception {
    for (int mode : new int[] {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE}) {
      send("a", "b");
      try (SluiceConnection connection = started()) {
        assertEquals(List.of("a1", "a2", "b1"), seenByFailing(connection.createSession(mode), 3));
      }
      assertEquals(List.of(), rest());
    }
  }

  @Test
  void failingListenerGoesOnWhereTheApplicationDecides() throws Exception {
    send("a", "b");
    try (SluiceConnection connection = started()) {
      Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
      assertEquals(List.of("a1", "b1"), seenByFailing(client, 2));
    }
    try (SluiceConnection connection = started()) {
      Session transacted = connection.createSession(true, 0);
      assertEquals(List.of("a2", "b2"), seenByFailing(transacted, 2));
    }
    assertEquals(List.of("a", "b"), rest());
  }

  /** What a listener sees that fails on its first message. */
  private static List<String> seenByFailing(Session session, int messages) throws JMSException {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(messages);
    session
        .createConsumer(ORDERS)
        .setMessageListener(
            m -> {
              try {
                seen.add(text(m) + m.getIntProperty("JMSXDeliveryCount"));
              } catch (JMSException e) {
                seen.add(e.toString());
              }
              all.countDown();
              if (seen.size() == 1) {
                throw new IllegalArgumentException("as the test wants it");
              }
            });
    await(all);
    return seen;
  }

  @Test
  void closeWaitsForTheListenerOfTheConsumer() throws Exception {
    send("a");
    MessageConsumer consumer = started().createSession().createConsumer(ORDERS);
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    consumer.setMessageListener(
        m -> {
          running.countDown();
          await(goOn);
        });
    await(running);
    Running closer = inBackground(consumer::close);
    closer.awaitBlocked();
    goOn.countDown();
    closer.awaitSuccess();
    assertThrows(IllegalStateException.class, consumer::getMessageListener);
    assertEquals(List.of(), rest());
  }

  @Test
  void listenerMayCloseItsOwnConsumerAndItsMessageIsAcknowledged() throws Exception {
    send("a", "b");
    Session session = started().createSession();
    MessageConsumer consumer = session.createConsumer(ORDERS);
    AtomicReference<Object> outcome = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(1);
    consumer.setMessageListener(
        m -> {
          try {
            consumer.close();
            outcome.set("closed");
          } catch (JMSException e) {
            outcome.set(e);
          }
          done.countDown();
        });
    await(done);
    assertEquals("closed", outcome.get());
    session.close();
    assertEquals(List.of("b"), rest());
  }

  @Test
  void closeEndsAWaitingReceiveOfTheConsumerOnly() throws Exception {
    Session session = started().createSession();
    MessageConsumer consumer = session.createConsumer(ORDERS);
    Running receiver = inBackground(() -> assertNull(consumer.receive()));
    receiver.awaitBlocked();
    consumer.close();
    assertTrue(receiver.isDone() || receiver.awaitEnd() == null);
    receiver.awaitSuccess();
    send("a");
    receive(session.createConsumer(ORDERS), "a");
  }

  @Test
  void closedConsumerLeavesAcknowledgementToTheSession() throws Exception {
    send("a", "b");
    SluiceConnection connection = started();
    Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
    MessageConsumer consumer = client.createConsumer(ORDERS);
    Message a = consumer.receive(LONG);
    consumer.close();
    a.acknowledge();
    Session transacted = connection.createSession(true, 0);
    MessageConsumer inTransaction = transacted.createConsumer(ORDERS);
    receive(inTransaction, "b");
    inTransaction.close();
    transacted.rollback();
    connection.close();
    assertEquals(List.of("b"), rest());
  }

  @Test
  void closedConsumerRefusesAllButClose() throws Exception {
    MessageConsumer consumer = connect().createSession().createConsumer(ORDERS);
    consumer.close();
    consumer.close();
    List<Work> calls =
        List.of(
            consumer::receive,
            () -> consumer.receive(1),
            consumer::receiveNoWait,
            consumer::getMessageSelector,
            consumer::getMessageListener,
            () -> consumer.setMessageListener(null));
    for (Work call : calls) {
      assertThrows(IllegalStateException.class, call::run);
    }
  }

  @Test
  void topicReachesEachOpenConsumer() throws Exception {
    Session session = started().createSession();
    MessageConsumer first = session.createConsumer(NEWS);
    MessageConsumer second = started().createSession().createConsumer(NEWS);
    session.createProducer(NEWS).send(session.createTextMessage("n"));
    receive(first, "n");
    receive(second, "n");
    assertNull(started().createSession().createConsumer(NEWS).receiveNoWait());
  }

  @Test
  void noLocalLeavesOutWhatTheConnectionItselfSent() throws Exception {
    SluiceConnection connection = started();
    Session session = connection.createSession();
    MessageConsumer others = session.createConsumer(NEWS, null, true);
    MessageConsumer all = session.createConsumer(NEWS, null, false);
    session.createProducer(NEWS).send(session.createTextMessage("own"));
    Session other = connect().createSession();
    other.createProducer(NEWS).send(other.createTextMessage("other"));
    receive(others, "other");
    receive(all, "own", "other");
  }

  @Test
  void noLocalHasNoMeaningOnAQueue() throws Exception {
    Session session = started().createSession();
    MessageConsumer consumer = session.createConsumer(ORDERS, null, true);
    session.createProducer(ORDERS).send(session.createTextMessage("own"));
    receive(consumer, "own");
  }

  @Test
  void consumersShareAQueueWithoutDoubles() throws Exception {
    int messages = 300;
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(messages);
    for (int i = 0; i < 3; i++) {
      started()
          .createSession()
          .createConsumer(ORDERS)
          .setMessageListener(
              m -> {
                try {
                  seen.add(text(m));
                } catch (JMSException e) {
                  seen.add(e.toString());
                }
                all.countDown();
              });
    }
    for (int i = 0; i < messages; i += 3) {
      send("" + i, "" + (i + 1), "" + (i + 2));
    }
    await(all);
    assertEquals(messages, seen.stream().distinct().count());
    assertFalse(seen.size() > messages);
  }

  @Test
  void nothingIsStrandedAtAListenerThatIsStuck() throws Exception {
    send("1", "2", "3", "4", "5", "6", "7");
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    SluiceConnection connection = connect(ClientSettings.DEFAULTS.withTicks(() -> 0));
    connection
        .createSession()
        .createConsumer(ORDERS)
        .setMessageListener(
            m -> {
              try {
                seen.add(text(m));
                if (text(m).equals("4")) {
                  stuck.countDown();
                  await(goOn);
                } else if (text(m).equals("last")) {
                  done.countDown();
                }
              } catch (JMSException e) {
                seen.add(e.toString());
              }
            });
    connection.start();
    await(stuck);
    Session other = started().createSession();
    MessageConsumer consumer = other.createConsumer(ORDERS);
    Message five = consumer.receive(LONG);
    assertEquals("5", text(five));
    assertFalse(five.getJMSRedelivered());
    receive(consumer, "6", "7");
    consumer.close();
    goOn.countDown();
    send("last");
    await(done);
    assertEquals(List.of("1", "2", "3", "4", "last"), seen);
  }

  @Test
  void durableSubscriptionNeedsAClientIdUnlessItIsShared() throws Exception {
    Session session = connect().createSession();
    assertThrows(
        IllegalStateException.class, () -> session.createDurableConsumer(NEWS, "s", null, true));
    assertThrows(IllegalStateException.class, () -> session.createDurableSubscriber(NEWS, "s"));
    session.createSharedDurableConsumer(NEWS, "s").close();
    session.unsubscribe("s");
  }
}
