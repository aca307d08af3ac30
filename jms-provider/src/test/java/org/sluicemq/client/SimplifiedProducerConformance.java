// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Section 7.2: producers of the simplified API. */
abstract class SimplifiedProducerConformance extends JmsConformance {

  private JMSContext open() throws Exception {
    return context(JMSContext.AUTO_ACKNOWLEDGE);
  }

  @Test
  void newProducerSendsAsTheInterfaceSays() throws Exception {
    JMSProducer producer = open().createProducer();
    assertEquals(DeliveryMode.PERSISTENT, producer.getDeliveryMode());
    assertEquals(4, producer.getPriority());
    assertEquals(0, producer.getTimeToLive());
    assertEquals(0, producer.getDeliveryDelay());
    assertFalse(producer.getDisableMessageID());
    assertFalse(producer.getDisableMessageTimestamp());
    assertNull(producer.getAsync());
    assertNull(producer.getJMSCorrelationID());
    assertNull(producer.getJMSCorrelationIDAsBytes());
    assertNull(producer.getJMSType());
    assertNull(producer.getJMSReplyTo());
    assertEquals(Set.of(), producer.getPropertyNames());
  }

  @Test
  void everyCallThatChangesOrSendsGivesTheProducerItself() throws Exception {
    JMSContext context = open();
    JMSProducer producer = context.createProducer();
    Serializable object = 1;
    List<UnaryOperator<JMSProducer>> calls =
        List.of(
            p -> p.send(ORDERS, context.createMessage()),
            p -> p.send(ORDERS, "text"),
            p -> p.send(ORDERS, Map.of()),
            p -> p.send(ORDERS, new byte[1]),
            p -> p.send(ORDERS, object),
            p -> p.setDisableMessageID(true),
            p -> p.setDisableMessageTimestamp(true),
            p -> p.setDeliveryMode(DeliveryMode.NON_PERSISTENT),
            p -> p.setPriority(1),
            p -> p.setTimeToLive(1),
            p -> p.setDeliveryDelay(1),
            p -> p.setAsync(null),
            p -> p.setProperty("z", true),
            p -> p.setProperty("b", (byte) 1),
            p -> p.setProperty("s", (short) 1),
            p -> p.setProperty("i", 1),
            p -> p.setProperty("l", 1L),
            p -> p.setProperty("f", 1f),
            p -> p.setProperty("d", 1d),
            p -> p.setProperty("t", "text"),
            p -> p.setProperty("o", object),
            JMSProducer::clearProperties,
            p -> p.setJMSCorrelationID("c"),
            p -> p.setJMSCorrelationIDAsBytes(new byte[1]),
            p -> p.setJMSType("t"),
            p -> p.setJMSReplyTo(NEWS));
    for (UnaryOperator<JMSProducer> call : calls) {
      assertSame(producer, call.apply(producer));
    }
  }

  @Test
  void propertyIsReadAsTheTypeThatWasSet() throws Exception {
    JMSProducer producer = open().createProducer();
    producer
        .setProperty("z", true)
        .setProperty("b", (byte) 1)
        .setProperty("s", (short) 2)
        .setProperty("i", 3)
        .setProperty("l", 4L)
        .setProperty("f", 5f)
        .setProperty("d", 6d)
        .setProperty("o", Long.valueOf(7));
    assertTrue(producer.getBooleanProperty("z"));
    assertEquals(1, producer.getByteProperty("b"));
    assertEquals(2, producer.getShortProperty("s"));
    assertEquals(3, producer.getIntProperty("i"));
    assertEquals(4, producer.getLongProperty("l"));
    assertEquals(5f, producer.getFloatProperty("f"));
    assertEquals(6d, producer.getDoubleProperty("d"));
    assertEquals(7L, producer.getObjectProperty("o"));
    assertEquals("true", producer.getStringProperty("z"));
    assertTrue(producer.propertyExists("z"));
    assertFalse(producer.propertyExists("Z"));
  }

  @Test
  void headersThatTheProducerDoesNotHaveAreLeftAsTheyAre() throws Exception {
    JMSContext context = open();
    Message message = context.createTextMessage("x");
    message.setJMSCorrelationID("own");
    message.setJMSType("own");
    message.setJMSReplyTo(NEWS);
    message.setStringProperty("own", "kept");
    context.createProducer().send(ORDERS, message);
    Message got = context.createConsumer(ORDERS).receive(LONG);
    assertEquals("own", got.getJMSCorrelationID());
    assertEquals("own", got.getJMSType());
    assertEquals(NEWS, got.getJMSReplyTo());
    assertEquals("kept", got.getStringProperty("own"));
  }

  @Test
  void bodyThatIsNullMakesAMessageWithoutOne() throws Exception {
    JMSContext context = open();
    context
        .createProducer()
        .send(ORDERS, (String) null)
        .send(ORDERS, (Map<String, Object>) null)
        .send(ORDERS, (byte[]) null)
        .send(ORDERS, (Serializable) null);
    JMSConsumer consumer = context.createConsumer(ORDERS);
    assertNull(assertInstanceOf(TextMessage.class, consumer.receive(LONG)).getText());
    MapMessage map = assertInstanceOf(MapMessage.class, consumer.receive(LONG));
    assertFalse(map.getMapNames().hasMoreElements());
    BytesMessage bytes = assertInstanceOf(BytesMessage.class, consumer.receive(LONG));
    assertEquals(0, bytes.getBodyLength());
    assertNull(assertInstanceOf(ObjectMessage.class, consumer.receive(LONG)).getObject());
  }

  @Test
  void optionsHoldForWhatIsSentAfterwards() throws Exception {
    JMSContext context = open();
    Message message = context.createMessage();
    context
        .createProducer()
        .setDisableMessageID(true)
        .setDisableMessageTimestamp(true)
        .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
        .setPriority(8)
        .setTimeToLive(Long.MAX_VALUE)
        .send(ORDERS, message);
    assertNull(message.getJMSMessageID());
    assertEquals(0, message.getJMSTimestamp());
    assertEquals(DeliveryMode.NON_PERSISTENT, message.getJMSDeliveryMode());
    assertEquals(8, message.getJMSPriority());
    assertEquals(Long.MAX_VALUE, message.getJMSExpiration());
  }

  @Test
  void sendsAreSynchronousAgainWhenTheCompletionListenerIsTakenAway() throws Exception {
    JMSContext context = open();
    CompletionListener never =
        new CompletionListener() {
          @Override
          public void onCompletion(Message message) {
            throw new AssertionError("was taken away");
          }

          @Override
          public void onException(Message message, Exception exception) {
            throw new AssertionError(exception);
          }
        };
    Message message = context.createMessage();
    context.createProducer().setAsync(never).setAsync(null).send(ORDERS, message);
    assertTrue(message.getJMSMessageID().startsWith("ID:"));
  }
}
