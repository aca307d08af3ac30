// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Section 2.8.4 and what the simplified API adds elsewhere. */
abstract class ContextConformance extends JmsConformance {

  @Test
  void consumerStartsTheConnectionUnlessToldNotTo() throws Exception {
    send("a");
    try (JMSContext manual = context(JMSContext.AUTO_ACKNOWLEDGE)) {
      assertTrue(manual.getAutoStart());
      manual.setAutoStart(false);
      assertFalse(manual.getAutoStart());
      JMSConsumer consumer = manual.createConsumer(ORDERS);
      assertNull(consumer.receiveNoWait());
      manual.start();
      assertEquals("a", text(consumer.receive(LONG)));
      manual.stop();
      send("b");
      assertNull(consumer.receiveNoWait());
    }
    try (JMSContext automatic = context(JMSContext.AUTO_ACKNOWLEDGE)) {
      assertEquals("b", text(automatic.createConsumer(ORDERS).receive(LONG)));
    }
  }

  @Test
  void contextsShareAConnectionThatEndsWithTheLast() throws Exception {
    SluiceConnection connection = connect();
    JMSContext first = new SluiceContext(connection, JMSContext.AUTO_ACKNOWLEDGE);
    JMSContext second = first.createContext(JMSContext.SESSION_TRANSACTED);
    assertTrue(second.getTransacted());
    assertEquals(JMSContext.SESSION_TRANSACTED, second.getSessionMode());
    first.close();
    first.close();
    second.createProducer().send(ORDERS, "from the second");
    second.commit();
    assertThrows(IllegalStateRuntimeException.class, () -> first.createContext(1));
    second.close();
    assertThrows(jakarta.jms.IllegalStateException.class, connection::createSession);
    assertEquals(List.of("from the second"), rest());
  }

  @Test
  void contextClosedByTwoThreadsAtOnceCountsOnce() throws Exception {
    SluiceContext first = context(JMSContext.AUTO_ACKNOWLEDGE);
    JMSContext second = first.createContext(JMSContext.AUTO_ACKNOWLEDGE);
    CountDownLatch listening = new CountDownLatch(1);
    CountDownLatch mayReturn = new CountDownLatch(1);
    first
        .createConsumer(ORDERS)
        .setMessageListener(
            message -> {
              listening.countDown();
              await(mayReturn);
            });
    second.createProducer().send(ORDERS, "holds up the close");
    await(listening);
    Running one = inBackground(first::close);
    Running other = inBackground(first::close);
    one.awaitBlocked();
    other.awaitBlocked();
    mayReturn.countDown();
    one.awaitSuccess();
    other.awaitSuccess();
    second.createProducer().send(ORDERS, "still open");
    assertEquals("still open", text(second.createConsumer(ORDERS).receive(LONG)));
    second.close();
  }

  @Test
  void unknownModesAreRefusedAndLeaveNothingOpen() throws Exception {
    SluiceConnection connection = connect();
    assertThrows(JMSRuntimeException.class, () -> new SluiceContext(connection, 77));
    assertThrows(jakarta.jms.IllegalStateException.class, connection::createSession);
    JMSContext context = context(JMSContext.AUTO_ACKNOWLEDGE);
    assertThrows(JMSRuntimeException.class, () -> context.createContext(77));
    context.createProducer().send(ORDERS, "still open");
    context.close();
    assertEquals(List.of("still open"), rest());
  }

  @Test
  void clientIdFollowsTheRulesOfConnections() throws Exception {
    JMSContext context = context(JMSContext.AUTO_ACKNOWLEDGE);
    assertThrows(InvalidClientIDRuntimeException.class, () -> context.setClientID(""));
    context.setClientID("me");
    assertEquals("me", context.getClientID());
    assertThrows(IllegalStateRuntimeException.class, () -> context.setClientID("you"));
    JMSContext used = context(JMSContext.AUTO_ACKNOWLEDGE);
    used.createProducer();
    assertThrows(IllegalStateRuntimeException.class, () -> used.setClientID("late"));
    JMSContext twin = context(JMSContext.AUTO_ACKNOWLEDGE);
    assertThrows(InvalidClientIDRuntimeException.class, () -> twin.setClientID("me"));
  }

  @Test
  void exceptionsAreTheUncheckedTwins() throws Exception {
    JMSContext context = context(JMSContext.AUTO_ACKNOWLEDGE);
    assertThrows(InvalidDestinationRuntimeException.class, () -> context.createConsumer(null));
    assertThrows(
        InvalidSelectorRuntimeException.class, () -> context.createConsumer(ORDERS, "= 1"));
    assertThrows(InvalidDestinationRuntimeException.class, () -> context.createBrowser(null));
    assertThrows(InvalidDestinationRuntimeException.class, () -> context.unsubscribe("none"));
    assertThrows(IllegalStateRuntimeException.class, context::commit);
    assertThrows(IllegalStateRuntimeException.class, context::rollback);
    JMSProducer producer = context.createProducer();
    assertThrows(
        InvalidDestinationRuntimeException.class, () -> producer.send((Destination) null, "a"));
    assertThrows(MessageFormatRuntimeException.class, () -> producer.send(ORDERS, (Message) null));
    assertThrows(JMSRuntimeException.class, () -> producer.setPriority(10));
    assertThrows(JMSRuntimeException.class, () -> producer.setDeliveryMode(0));
    assertThrows(JMSRuntimeException.class, () -> producer.setTimeToLive(-1));
    assertThrows(JMSRuntimeException.class, () -> producer.setDeliveryDelay(-1));
    assertThrows(
        MessageFormatRuntimeException.class,
        () -> producer.send(ORDERS, Map.of("key", new Object())));
    assertThrows(
        MessageFormatRuntimeException.class, () -> producer.setProperty("p", new Object()));
    assertThrows(IllegalArgumentException.class, () -> producer.setProperty("", 1));
    assertThrows(IllegalArgumentException.class, () -> producer.setProperty(null, "x"));
    assertThrows(
        IllegalStateRuntimeException.class,
        () -> {
          try (JMSContext transacted = context(JMSContext.SESSION_TRANSACTED)) {
            transacted.recover();
          }
        });
  }

  @Test
  void closedContextRefusesAllButClose() throws Exception {
    JMSContext context = context(JMSContext.AUTO_ACKNOWLEDGE);
    context.createContext(JMSContext.AUTO_ACKNOWLEDGE);
    JMSProducer producer = context.createProducer();
    JMSConsumer consumer = context.createConsumer(ORDERS);
    context.close();
    context.close();
    consumer.close();
    List<Runnable> calls =
        List.of(
            () -> context.createContext(1),
            context::createProducer,
            context::getClientID,
            () -> context.setClientID("x"),
            context::getMetaData,
            context::getExceptionListener,
            () -> context.setExceptionListener(null),
            context::start,
            context::stop,
            context::getAutoStart,
            () -> context.setAutoStart(true),
            context::createBytesMessage,
            context::createMapMessage,
            context::createMessage,
            context::createObjectMessage,
            () -> context.createObjectMessage("x"),
            context::createStreamMessage,
            context::createTextMessage,
            () -> context.createTextMessage("x"),
            context::getTransacted,
            context::getSessionMode,
            context::commit,
            context::rollback,
            context::recover,
            context::acknowledge,
            () -> context.createConsumer(ORDERS),
            () -> context.createQueue("q"),
            () -> context.createTopic("t"),
            () -> context.createBrowser(ORDERS),
            context::createTemporaryQueue,
            context::createTemporaryTopic,
            () -> context.unsubscribe("s"),
            () -> producer.send(ORDERS, "x"),
            producer::getPriority,
            () -> producer.setPriority(1),
            () -> producer.setProperty("p", 1),
            producer::getPropertyNames,
            () -> producer.setJMSType("t"),
            producer::getJMSReplyTo,
            () -> producer.setAsync(null),
            producer::getAsync,
            consumer::receive,
            consumer::getMessageSelector,
            consumer::getMessageListener);
    for (Runnable call : calls) {
      assertThrows(IllegalStateRuntimeException.class, call::run);
    }
  }

  @Test
  void producerPutsItsPropertiesAndHeadersOnWhatItSends() throws Exception {
    JMSContext context = context(JMSContext.AUTO_ACKNOWLEDGE);
    JMSProducer producer = context.createProducer();
    JMSProducer same =
        producer
            .setProperty("b", true)
            .setProperty("y", (byte) 1)
            .setProperty("s", (short) 2)
            .setProperty("i", 3)
            .setProperty("l", 4L)
            .setProperty("f", 5f)
            .setProperty("d", 6d)
            .setProperty("t", "seven")
            .setProperty("o", Integer.valueOf(8))
            .setJMSCorrelationID("corr")
            .setJMSType("type")
            .setJMSReplyTo(NEWS)
            .setPriority(8)
            .setDeliveryMode(1);
    assertSame(producer, same);
    assertEquals(Set.of("b", "y", "s", "i", "l", "f", "d", "t", "o"), producer.getPropertyNames());
    assertThrows(
        UnsupportedOperationException.class, () -> producer.getPropertyNames().remove("b"));
    TextMessage message = context.createTextMessage("x");
    message.setStringProperty("t", "overridden");
    message.setJMSType("overridden");
    producer.send(ORDERS, message);
    Message got = context.createConsumer(ORDERS).receive(LONG);
    assertTrue(got.getBooleanProperty("b"));
    assertEquals(1, got.getByteProperty("y"));
    assertEquals(2, got.getShortProperty("s"));
    assertEquals(3, got.getIntProperty("i"));
    assertEquals(4, got.getLongProperty("l"));
    assertEquals(5f, got.getFloatProperty("f"));
    assertEquals(6d, got.getDoubleProperty("d"));
    assertEquals("seven", got.getStringProperty("t"));
    assertEquals(8, got.getObjectProperty("o"));
    assertEquals("corr", got.getJMSCorrelationID());
    assertEquals("type", got.getJMSType());
    assertEquals(NEWS, got.getJMSReplyTo());
    assertEquals(8, got.getJMSPriority());
    assertEquals(1, got.getJMSDeliveryMode());
    assertThrows(MessageNotWriteableRuntimeException.class, () -> producer.send(ORDERS, got));
  }

  @Test
  void producerAnswersWhatWasSet() throws Exception {
    JMSProducer producer = context(JMSContext.AUTO_ACKNOWLEDGE).createProducer();
    producer.setProperty("i", 3).setProperty("t", "7");
    assertTrue(producer.propertyExists("i"));
    assertEquals(3L, producer.getLongProperty("i"));
    assertEquals("3", producer.getStringProperty("i"));
    assertEquals(7, producer.getIntProperty("t"));
    assertEquals(7, producer.getByteProperty("t"));
    assertEquals(7, producer.getShortProperty("t"));
    assertEquals(7f, producer.getFloatProperty("t"));
    assertEquals(7d, producer.getDoubleProperty("t"));
    assertFalse(producer.getBooleanProperty("t"));
    assertEquals("7", producer.getObjectProperty("t"));
    assertThrows(MessageFormatRuntimeException.class, () -> producer.getBooleanProperty("i"));
    producer.clearProperties();
    assertFalse(producer.propertyExists("i"));
    assertEquals(Set.of(), producer.getPropertyNames());
    assertEquals(5, producer.setPriority(5).getPriority());
    assertEquals(1, producer.setDeliveryMode(1).getDeliveryMode());
    assertEquals(9, producer.setTimeToLive(9).getTimeToLive());
    assertEquals(2, producer.setDeliveryDelay(2).getDeliveryDelay());
    assertTrue(producer.setDisableMessageID(true).getDisableMessageID());
    assertTrue(producer.setDisableMessageTimestamp(true).getDisableMessageTimestamp());
    assertEquals("c", producer.setJMSCorrelationID("c").getJMSCorrelationID());
    byte[] bytes = {1, 2};
    assertArrayEquals(
        bytes, producer.setJMSCorrelationIDAsBytes(bytes).getJMSCorrelationIDAsBytes());
    assertEquals("t", producer.setJMSType("t").getJMSType());
    assertSame(NEWS, producer.setJMSReplyTo(NEWS).getJMSReplyTo());
  }

  @Test
  void bodiesAreSentAndReceivedAsTheyAre() throws Exception {
    JMSContext context = context(JMSContext.AUTO_ACKNOWLEDGE);
    JMSProducer producer = context.createProducer();
    producer
        .send(ORDERS, "text")
        .send(ORDERS, Map.<String, Object>of("k", 1))
        .send(ORDERS, new byte[] {1, 2})
        .send(ORDERS, Integer.valueOf(5));
    JMSConsumer consumer = context.createConsumer(ORDERS);
    assertEquals("text", consumer.receiveBody(String.class));
    assertEquals(Map.of("k", 1), consumer.receiveBody(Map.class, LONG));
    assertArrayEquals(new byte[] {1, 2}, consumer.receiveBodyNoWait(byte[].class));
    assertEquals(5, consumer.receiveBody(Object.class, LONG));
    assertNull(consumer.receiveBodyNoWait(String.class));
    assertNull(consumer.receiveBody(String.class, 1));
  }

  @Test
  void emptyBodiesCanBeSentAndAreNoBodiesToReceive() throws Exception {
    JMSContext context = context(JMSContext.AUTO_ACKNOWLEDGE);
    JMSProducer producer = context.createProducer();
    producer.send(ORDERS, (String) null);
    JMSConsumer consumer = context.createConsumer(ORDERS);
    assertThrows(MessageFormatRuntimeException.class, () -> consumer.receiveBody(String.class));
    assertNull(((TextMessage) consumer.receive(LONG)).getText());
    producer.send(ORDERS, context.createMessage());
    assertThrows(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Object.class));
    assertInstanceOf(Message.class, consumer.receive(LONG));
    producer.send(ORDERS, context.createStreamMessage());
    assertThrows(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Object.class));
  }

  @Test
  void bodyOfAnotherClassIsDeliveredAgainAsIfNeverReceived() throws Exception {
    for (int mode : new int[] {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE}) {
      send("a", "b");
      try (JMSContext context = context(mode)) {
        JMSConsumer consumer = context.createConsumer(ORDERS);
        assertThrows(
            MessageFormatRuntimeException.class, () -> consumer.receiveBody(Integer.class));
        Message a = consumer.receive(LONG);
        assertEquals("a", text(a));
        assertFalse(a.getJMSRedelivered());
        assertEquals(1, a.getIntProperty("JMSXDeliveryCount"));
        assertEquals("b", consumer.receiveBody(String.class));
      }
      assertEquals(List.of(), rest());
    }
  }

  @Test
  void bodyOfAnotherClassCountsAsReceivedWhereTheApplicationDecides() throws Exception {
    send("a", "b");
    try (JMSContext context = context(JMSContext.CLIENT_ACKNOWLEDGE)) {
      JMSConsumer consumer = context.createConsumer(ORDERS);
      assertThrows(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Integer.class));
      assertEquals("b", consumer.receiveBody(String.class));
      context.recover();
      Message a = consumer.receive(LONG);
      assertEquals("a", text(a));
      assertEquals(2, a.getIntProperty("JMSXDeliveryCount"));
    }
    try (JMSContext context = context(JMSContext.SESSION_TRANSACTED)) {
      JMSConsumer consumer = context.createConsumer(ORDERS);
      assertThrows(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Integer.class));
      context.commit();
    }
    assertEquals(List.of("b"), rest());
  }

  @Test
  void contextAcknowledgesForItsSession() throws Exception {
    send("a", "b");
    try (JMSContext context = context(JMSContext.CLIENT_ACKNOWLEDGE)) {
      context.createConsumer(ORDERS).receive(LONG);
      context.acknowledge();
    }
    assertEquals(List.of("b"), rest());
    try (JMSContext context = context(JMSContext.AUTO_ACKNOWLEDGE)) {
      context.acknowledge();
    }
  }

  @Test
  void listenerMustNotCloseOrStopItsOwnContext() throws Exception {
    JMSContext context = context(JMSContext.AUTO_ACKNOWLEDGE);
    JMSContext other = context.createContext(JMSContext.AUTO_ACKNOWLEDGE);
    AtomicReference<Object> close = new AtomicReference<>();
    AtomicReference<Object> stop = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(1);
    context
        .createConsumer(ORDERS)
        .setMessageListener(
            m -> {
              close.set(outcome(context::close));
              stop.set(outcome(other::stop));
              other.close();
              done.countDown();
            });
    send("a");
    await(done);
    assertInstanceOf(IllegalStateRuntimeException.class, close.get());
    assertInstanceOf(IllegalStateRuntimeException.class, stop.get());
    context.close();
    assertEquals(List.of(), rest());
  }

  private static Object outcome(Runnable call) {
    try {
      call.run();
      return "no exception";
    } catch (RuntimeException e) {
      return e;
    }
  }

  @Test
  void asynchronousSendCallsTheListenerWhichMustNotEndTheContext() throws Exception {
    JMSContext context = context(JMSContext.SESSION_TRANSACTED);
    AtomicReference<Object> close = new AtomicReference<>();
    AtomicReference<Object> commit = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(1);
    CompletionListener listener =
        new CompletionListener() {
          @Override
          public void onCompletion(Message message) {
            close.set(outcome(context::close));
            commit.set(outcome(context::commit));
            done.countDown();
          }

          @Override
          public void onException(Message message, Exception exception) {
            throw new AssertionError(exception);
          }
        };
    JMSProducer producer = context.createProducer();
    assertNull(producer.getAsync());
    assertSame(listener, producer.setAsync(listener).getAsync());
    producer.send(ORDERS, "a");
    await(done);
    assertInstanceOf(IllegalStateRuntimeException.class, close.get());
    assertInstanceOf(IllegalStateRuntimeException.class, commit.get());
    context.commit();
    assertEquals(List.of("a"), rest());
  }
}
