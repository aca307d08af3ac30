// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Header fields and the passage from a sender's object to a receiver's (sections 3.4, 3.6, 3.9,
 * 3.10).
 */
class JmsMessageTest {
  private final Destination queue = new Destination() {};
  private final Destination replies = new Destination() {};

  @Test
  void aNewMessageHasTheDefaultsOfTheSpecification() {
    JmsMessage message = Passage.FACTORY.message();
    assertEquals(DeliveryMode.PERSISTENT, message.getJMSDeliveryMode());
    assertEquals(Message.DEFAULT_PRIORITY, message.getJMSPriority());
    assertNull(message.getJMSMessageID());
    assertNull(message.getJMSCorrelationID());
    assertNull(message.getJMSCorrelationIDAsBytes());
    assertFalse(message.getJMSRedelivered());
  }

  @Test
  void aReceiverSeesEveryHeaderField() throws JMSException {
    JmsTextMessage sent = Passage.FACTORY.text("hello");
    sent.setJMSCorrelationID("c-1");
    sent.setJMSType("greeting");
    SendStamp stamp =
        new SendStamp(
            "ID:9", Passage.ORDERS, Address.queue("replies"), false, 7, 1_000, 61_000, 2_000);
    JmsMessage received =
        Passage.FACTORY.thaw(
            sent.freeze(stamp), new DeliveryContext(3, true, queue, replies, Acknowledgement.NONE));
    assertEquals("ID:9", received.getJMSMessageID());
    assertEquals("c-1", received.getJMSCorrelationID());
    assertEquals("greeting", received.getJMSType());
    assertEquals(DeliveryMode.NON_PERSISTENT, received.getJMSDeliveryMode());
    assertEquals(7, received.getJMSPriority());
    assertEquals(1_000, received.getJMSTimestamp());
    assertEquals(61_000, received.getJMSExpiration());
    assertEquals(2_000, received.getJMSDeliveryTime());
    assertTrue(received.getJMSRedelivered());
    assertSame(queue, received.getJMSDestination());
    assertSame(replies, received.getJMSReplyTo());
    assertEquals(3, received.getIntProperty("JMSXDeliveryCount"));
  }

  @Test
  void everyHeaderFieldReadsAsItWasSet() {
    JmsMessage message = Passage.FACTORY.message();
    message.setJMSMessageID("ID:x");
    message.setJMSTimestamp(1);
    message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
    message.setJMSExpiration(2);
    message.setJMSDeliveryTime(3);
    message.setJMSPriority(9);
    message.setJMSDestination(queue);
    message.setJMSReplyTo(replies);
    message.setJMSType("t");
    message.setJMSRedelivered(true);
    assertEquals("ID:x", message.getJMSMessageID());
    assertEquals(1, message.getJMSTimestamp());
    assertEquals(DeliveryMode.NON_PERSISTENT, message.getJMSDeliveryMode());
    assertEquals(2, message.getJMSExpiration());
    assertEquals(3, message.getJMSDeliveryTime());
    assertEquals(9, message.getJMSPriority());
    assertSame(queue, message.getJMSDestination());
    assertSame(replies, message.getJMSReplyTo());
    assertEquals("t", message.getJMSType());
    assertTrue(message.getJMSRedelivered());
  }

  @Test
  void aPersistentMessageArrivesAsOneNotRedelivered() throws JMSException {
    JmsMessage received = Passage.through(Passage.FACTORY.message());
    assertEquals(DeliveryMode.PERSISTENT, received.getJMSDeliveryMode());
    assertFalse(received.getJMSRedelivered());
    SendStamp stamp = new SendStamp("ID:9", Passage.ORDERS, null, true, 4, 0, 0, 0);
    JmsMessage sent = Passage.FACTORY.message();
    sent.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
    stamp.showOn(sent, queue);
    assertEquals(DeliveryMode.PERSISTENT, sent.getJMSDeliveryMode());
  }

  @Test
  void correlationBytesThatLookLikeAWrittenFormAreTheirText() throws JMSException {
    JmsMessage message = Passage.FACTORY.message();
    byte[] bytes = "ID:bytes:00".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    message.setJMSCorrelationIDAsBytes(bytes);
    assertArrayEquals(bytes, Passage.through(message).getJMSCorrelationIDAsBytes());
    message.setJMSCorrelationIDAsBytes(null);
    assertNull(message.getJMSCorrelationID());
  }

  @Test
  void theStampIsShownOnTheSendersObject() throws JMSException {
    JmsMessage sent = Passage.FACTORY.message();
    sent.setJMSPriority(1);
    SendStamp stamp = new SendStamp("ID:9", Passage.ORDERS, null, false, 7, 1_000, 61_000, 2_000);
    assertEquals(7, sent.freeze(stamp).priority(), "what the client set on the message counts");
    stamp.showOn(sent, queue);
    assertEquals("ID:9", sent.getJMSMessageID());
    assertSame(queue, sent.getJMSDestination());
    assertEquals(DeliveryMode.NON_PERSISTENT, sent.getJMSDeliveryMode());
    assertEquals(7, sent.getJMSPriority());
    assertEquals(1_000, sent.getJMSTimestamp());
    assertEquals(61_000, sent.getJMSExpiration());
    assertEquals(2_000, sent.getJMSDeliveryTime());
  }

  @Test
  void aRedeliveredMessageCountsAtLeastTwoDeliveries() {
    assertEquals(2, new DeliveryContext(1, true, null, null, Acknowledgement.NONE).count());
    assertEquals(5, new DeliveryContext(5, true, null, null, Acknowledgement.NONE).count());
    assertEquals(1, new DeliveryContext(0, false, null, null, Acknowledgement.NONE).count());
  }

  @Test
  void headerFieldsOfAReceivedMessageCanBeChanged() throws JMSException {
    JmsMessage received = Passage.through(Passage.FACTORY.message());
    received.setJMSType("changed");
    received.setJMSRedelivered(true);
    assertEquals("changed", received.getJMSType());
    assertTrue(received.getJMSRedelivered());
  }

  @Test
  void correlationBytesComeBackWhateverTheyAre() throws JMSException {
    Random random = new Random(3);
    for (int i = 0; i < RandomEnvelopes.rounds(500); i++) {
      byte[] bytes = new byte[random.nextInt(20)];
      random.nextBytes(bytes);
      JmsMessage message = Passage.FACTORY.message();
      message.setJMSCorrelationIDAsBytes(bytes);
      assertArrayEquals(bytes, Passage.through(message).getJMSCorrelationIDAsBytes());
    }
  }

  @Test
  void correlationTextAndBytesAreOneField() {
    JmsMessage message = Passage.FACTORY.message();
    message.setJMSCorrelationIDAsBytes(
        "caf\u00e9".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertEquals("caf\u00e9", message.getJMSCorrelationID());
    message.setJMSCorrelationID("abc");
    assertArrayEquals(new byte[] {'a', 'b', 'c'}, message.getJMSCorrelationIDAsBytes());
    message.setJMSCorrelationID("ID:bytes:no hex");
    assertEquals(15, message.getJMSCorrelationIDAsBytes().length);
  }

  @Test
  void acknowledgeCallsTheSessionThatDelivered() throws JMSException {
    AtomicInteger calls = new AtomicInteger();
    Envelope envelope = Passage.FACTORY.message().freeze(Passage.STAMP);
    JmsMessage received =
        Passage.FACTORY.thaw(
            envelope, new DeliveryContext(1, false, null, null, calls::incrementAndGet));
    received.acknowledge();
    assertEquals(1, calls.get());
    Passage.FACTORY.message().acknowledge();
    assertEquals(1, calls.get());
  }

  @Test
  void whatTheSessionSaysAboutAnAcknowledgementReachesTheCaller() throws JMSException {
    Acknowledgement closed =
        () -> {
          throw new IllegalStateException("closed");
        };
    JmsMessage received =
        Passage.FACTORY.thaw(
            Passage.FACTORY.message().freeze(Passage.STAMP),
            new DeliveryContext(1, false, null, null, closed));
    assertThrows(IllegalStateException.class, received::acknowledge);
  }

  @Test
  void whatIsChangedAfterSendingStaysWithTheSender() throws JMSException {
    JmsMapMessage message = Passage.FACTORY.map();
    message.setString("k", "sent");
    message.setStringProperty("p", "sent");
    Envelope sent = message.freeze(Passage.STAMP);
    message.setString("k", "changed");
    message.setStringProperty("p", "changed");
    message.setJMSType("changed");
    JmsMapMessage received = (JmsMapMessage) Passage.FACTORY.thaw(sent, Passage.FIRST);
    assertEquals("sent", received.getString("k"));
    assertEquals("sent", received.getStringProperty("p"));
    assertNull(received.getJMSType());
    Envelope again = message.freeze(Passage.STAMP);
    assertEquals("changed", again.properties().get("p"));
  }

  @Test
  void aReceiverThatChangesItsMessageLeavesTheEnvelopeAlone() throws JMSException {
    JmsBytesMessage message = Passage.FACTORY.bytes();
    message.writeInt(1);
    message.setIntProperty("p", 1);
    Envelope sent = message.freeze(Passage.STAMP);
    JmsBytesMessage first = (JmsBytesMessage) Passage.FACTORY.thaw(sent, Passage.FIRST);
    first.clearBody();
    first.writeInt(2);
    first.clearProperties();
    first.setIntProperty("p", 2);
    JmsBytesMessage second = (JmsBytesMessage) Passage.FACTORY.thaw(sent, Passage.FIRST);
    assertEquals(1, second.readInt());
    assertEquals(1, second.getIntProperty("p"));
  }

  @Test
  void aReceivedMessageCanBeSentOnAsItIs() throws JMSException {
    JmsTextMessage message = Passage.FACTORY.text("hello");
    message.setIntProperty("p", 1);
    JmsTextMessage received = Passage.through(message);
    Envelope onward = received.freeze(Passage.STAMP);
    assertEquals(message.freeze(Passage.STAMP), onward);
    assertFalse(onward.properties().containsKey("JMSXDeliveryCount"));
  }

  @Test
  void aPlainMessageHasNoBodyOfAnyType() throws JMSException {
    JmsMessage received = Passage.through(Passage.FACTORY.message());
    assertNull(received.getBody(String.class));
    assertTrue(received.isBodyAssignableTo(Integer.class));
    assertFalse(received.hasBody());
  }

  @Test
  void theTextForLogsHidesTheBody() throws JMSException {
    JmsTextMessage message = Passage.FACTORY.text("secret");
    message.setStringProperty("p", "secret");
    assertFalse(Passage.through(message).toString().contains("secret"));
    assertTrue(Passage.through(message).toString().contains("ID:1"));
    assertTrue(Passage.through(message).toString().startsWith("TEXT message "));
  }
}
