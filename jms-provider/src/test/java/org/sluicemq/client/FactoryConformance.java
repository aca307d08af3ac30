// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.BytesMessage;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Sections 2.8.4 and 6.2: what sessions and contexts make and tell of themselves. */
abstract class FactoryConformance extends JmsConformance {

  private JMSContext automatic() throws Exception {
    return context(JMSContext.AUTO_ACKNOWLEDGE);
  }

  @Test
  void sessionMakesMessagesOfEveryType() throws Exception {
    Session session = connect().createSession();
    assertInstanceOf(BytesMessage.class, session.createBytesMessage());
    assertInstanceOf(MapMessage.class, session.createMapMessage());
    assertInstanceOf(StreamMessage.class, session.createStreamMessage());
    assertNull(session.createMessage().getBody(Object.class));
    assertNull(session.createTextMessage().getText());
    assertEquals("x", session.createTextMessage("x").getText());
    assertNull(session.createObjectMessage().getObject());
    assertEquals("x", session.createObjectMessage("x").getObject());
  }

  @Test
  void contextMakesMessagesOfEveryType() throws Exception {
    JMSContext context = automatic();
    assertInstanceOf(BytesMessage.class, context.createBytesMessage());
    assertInstanceOf(MapMessage.class, context.createMapMessage());
    assertInstanceOf(StreamMessage.class, context.createStreamMessage());
    assertNull(context.createTextMessage().getText());
    assertEquals("x", context.createTextMessage("x").getText());
    assertNull(context.createObjectMessage().getObject());
    assertEquals("x", context.createObjectMessage("x").getObject());
  }

  @Test
  void bothTellTheirMode() throws Exception {
    for (int mode = Session.AUTO_ACKNOWLEDGE; mode <= Session.DUPS_OK_ACKNOWLEDGE; mode++) {
      Session session = connect().createSession(mode);
      assertEquals(mode, session.getAcknowledgeMode());
      assertFalse(session.getTransacted());
      JMSContext context = context(mode);
      assertEquals(mode, context.getSessionMode());
      assertFalse(context.getTransacted());
    }
  }

  @Test
  void contextTellsWhatItsConnectionTells() throws Exception {
    JMSContext context = automatic();
    assertEquals("Sluice", context.getMetaData().getJMSProviderName());
    assertNull(context.getExceptionListener());
    ExceptionListener listener = problem -> {};
    context.setExceptionListener(listener);
    assertSame(listener, context.getExceptionListener());
  }

  @Test
  void contextNamesDestinationsAndMakesTemporaryOnes() throws Exception {
    JMSContext context = automatic();
    assertEquals(ORDERS, context.createQueue("orders"));
    assertEquals(NEWS, context.createTopic("news"));
    TemporaryQueue queue = context.createTemporaryQueue();
    TemporaryTopic topic = context.createTemporaryTopic();
    JMSConsumer onQueue = context.createConsumer(queue);
    JMSConsumer onTopic = context.createConsumer(topic);
    context.createProducer().send(queue, "to the queue").send(topic, "to the topic");
    assertEquals("to the queue", onQueue.receiveBody(String.class, LONG));
    assertEquals("to the topic", onTopic.receiveBody(String.class, LONG));
    onQueue.close();
    onTopic.close();
    queue.delete();
    topic.delete();
  }

  @Test
  void contextMakesBrowsersWithAndWithoutASelector() throws Exception {
    JMSContext context = automatic();
    context.createProducer().send(ORDERS, "plain").setProperty("n", 1).send(ORDERS, "numbered");
    Enumeration<?> all = context.createBrowser(ORDERS).getEnumeration();
    assertEquals("plain", text((Message) all.nextElement()));
    assertEquals("numbered", text((Message) all.nextElement()));
    Enumeration<?> chosen = context.createBrowser(ORDERS, "n = 1").getEnumeration();
    assertEquals("numbered", text((Message) chosen.nextElement()));
  }

  @Test
  void contextCommitsAndRollsBackItsTransaction() throws Exception {
    try (JMSContext context = context(JMSContext.SESSION_TRANSACTED)) {
      context.createProducer().send(ORDERS, "never");
      context.rollback();
      context.createProducer().send(ORDERS, "kept");
      context.commit();
    }
    assertEquals(List.of("kept"), rest());
  }

  @Test
  void contextConsumerChoosesBySelectorAndLeavesOutWhatIsLocal() throws Exception {
    JMSContext context = automatic();
    JMSConsumer chosen = context.createConsumer(ORDERS, "n = 1");
    assertEquals("n = 1", chosen.getMessageSelector());
    JMSConsumer foreign = context.createConsumer(NEWS, null, true);
    context.createProducer().send(ORDERS, "plain").send(NEWS, "own");
    context.createProducer().setProperty("n", 1).send(ORDERS, "numbered");
    try (JMSContext other = automatic()) {
      other.createProducer().send(NEWS, "other");
    }
    assertEquals("numbered", chosen.receiveBody(String.class, LONG));
    assertEquals("other", foreign.receiveBody(String.class, LONG));
    assertNull(chosen.receiveNoWait());
    assertNull(foreign.receiveNoWait());
  }

  @Test
  void durableConsumerOfAContextHasSelectorAndNoLocal() throws Exception {
    JMSContext context =
        new SluiceContext(connect(ClientSettings.DEFAULTS.withClientId("desk")), 1);
    JMSConsumer foreign = context.createDurableConsumer(NEWS, "s", "n = 1", true);
    JMSConsumer shared = context.createSharedConsumer(NEWS, "shared", "n = 1");
    JMSConsumer durable = context.createSharedDurableConsumer(NEWS, "durable", "n = 1");
    context.createProducer().setProperty("n", 1).send(NEWS, "own");
    try (JMSContext other = automatic()) {
      other.createProducer().send(NEWS, "plain").setProperty("n", 1).send(NEWS, "other");
    }
    assertEquals("other", foreign.receiveBody(String.class, LONG));
    for (JMSConsumer consumer : List.of(shared, durable)) {
      assertEquals("own", consumer.receiveBody(String.class, LONG));
      assertEquals("other", consumer.receiveBody(String.class, LONG));
    }
  }

  @Test
  void consumerOfAContextListensAndCloses() throws Exception {
    JMSContext context = automatic();
    JMSConsumer consumer = context.createConsumer(ORDERS);
    assertNull(consumer.getMessageListener());
    AtomicReference<Message> got = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(1);
    MessageListener listener =
        message -> {
          got.set(message);
          done.countDown();
        };
    consumer.setMessageListener(listener);
    assertSame(listener, consumer.getMessageListener());
    send("a");
    await(done);
    assertEquals("a", text(got.get()));
    consumer.close();
    assertThrows(IllegalStateRuntimeException.class, consumer::getMessageListener);
  }

  @Test
  void consumerOfAContextWaitsForAMessageOrItsBody() throws Exception {
    JMSConsumer consumer = automatic().createConsumer(ORDERS);
    Running receiver =
        inBackground(
            () -> {
              assertEquals("a", text(consumer.receive()));
              assertEquals("b", consumer.receiveBody(String.class));
            });
    receiver.awaitBlocked();
    send("a", "b");
    receiver.awaitSuccess();
    send("c");
    assertEquals("c", text(consumer.receiveNoWait()));
    assertNull(consumer.receive(1));
  }

  @Test
  void recoverOfAContextBringsBackWhatIsNotAcknowledged() throws Exception {
    send("a");
    JMSContext context = context(JMSContext.CLIENT_ACKNOWLEDGE);
    JMSConsumer consumer = context.createConsumer(ORDERS);
    assertEquals("a", text(consumer.receive(LONG)));
    context.recover();
    TextMessage again = (TextMessage) consumer.receive(LONG);
    assertTrue(again.getJMSRedelivered());
    again.acknowledge();
  }

  @Test
  void stopOrAnotherContextIsAUseAfterWhichTheClientCannotNameItself() throws Exception {
    SluiceConnection stopped = connect();
    stopped.stop();
    assertThrows(jakarta.jms.IllegalStateException.class, () -> stopped.setClientID("late"));
    JMSContext parent = automatic();
    parent.createContext(JMSContext.AUTO_ACKNOWLEDGE);
    assertThrows(IllegalStateRuntimeException.class, () -> parent.setClientID("late"));
  }
}
