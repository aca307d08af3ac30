// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.BytesMessage;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Section 4.1.6: browsers. */
abstract class BrowserConformance extends JmsConformance {

  private static List<String> texts(QueueBrowser browser) throws JMSException {
    List<String> texts = new ArrayList<>();
    Enumeration<?> messages = browser.getEnumeration();
    while (messages.hasMoreElements()) {
      texts.add(text((Message) messages.nextElement()));
    }
    assertThrows(NoSuchElementException.class, messages::nextElement);
    return texts;
  }

  @Test
  void browserShowsMessagesInOrderAndTakesNone() throws Exception {
    send("a", "b", "c");
    QueueBrowser browser = connect().createSession().createBrowser(ORDERS);
    assertSame(ORDERS, browser.getQueue());
    assertNull(browser.getMessageSelector());
    assertEquals(List.of("a", "b", "c"), texts(browser));
    assertEquals(List.of("a", "b", "c"), texts(browser));
    assertEquals(List.of("a", "b", "c"), rest());
    assertEquals(List.of(), texts(browser));
  }

  @Test
  void browserShowsWhatItsSelectorChooses() throws Exception {
    Session session = connect().createSession();
    Message urgent = session.createTextMessage("urgent");
    urgent.setBooleanProperty("urgent", true);
    session.createProducer(ORDERS).send(urgent);
    send("usual");
    QueueBrowser browser = session.createBrowser(ORDERS, "urgent = TRUE");
    assertEquals("urgent = TRUE", browser.getMessageSelector());
    assertEquals(List.of("urgent"), texts(browser));
  }

  private static void assertShown(QueueBrowser browser, int count) throws JMSException {
    Message shown = (Message) browser.getEnumeration().nextElement();
    assertEquals(count, shown.getIntProperty("JMSXDeliveryCount"));
    assertEquals(count > 1, shown.getJMSRedelivered());
  }

  @Test
  void browsedMessageCountsTheDeliveryThatWouldBeNextAndBrowsingIsNone() throws Exception {
    send("a");
    Session session = started().createSession(true, Session.SESSION_TRANSACTED);
    QueueBrowser browser = session.createBrowser(ORDERS);
    QueueBrowser again = session.createBrowser(ORDERS, "JMSXDeliveryCount > 1");
    MessageConsumer consumer = session.createConsumer(ORDERS);
    for (int count = 1; count <= 3; count++) {
      assertShown(browser, count);
      assertShown(browser, count);
      assertEquals(count == 1 ? List.of() : List.of("a"), texts(again));
      assertEquals(count, consumer.receive(LONG).getIntProperty("JMSXDeliveryCount"));
      session.rollback();
    }
  }

  @Test
  void closedBrowserRefusesAllButCloseAndItsEnumerationEnds() throws Exception {
    send("a", "b");
    QueueBrowser browser = connect().createSession().createBrowser(ORDERS);
    Enumeration<?> messages = browser.getEnumeration();
    messages.nextElement();
    browser.close();
    browser.close();
    assertFalse(messages.hasMoreElements());
    assertThrows(IllegalStateException.class, browser::getEnumeration);
    assertThrows(IllegalStateException.class, browser::getQueue);
    assertThrows(IllegalStateException.class, browser::getMessageSelector);
  }

  @Test
  void enumerationShowsWhatWasThereWhenItBeganAndStillIs() throws Exception {
    Session sending = connect().createSession(true, Session.SESSION_TRANSACTED);
    for (int i = 0; i < 1000; i++) {
      sending.createProducer(ORDERS).send(sending.createTextMessage("message " + i));
    }
    sending.commit();
    Session session = started().createSession();
    Enumeration<?> messages = session.createBrowser(ORDERS).getEnumeration();
    assertEquals("message 0", text((Message) messages.nextElement()));
    send("late");
    // A browser locks nothing: what it is about to show can be consumed.
    try (MessageConsumer consumer = session.createConsumer(ORDERS)) {
      receive(consumer, "message 0", "message 1");
    }
    List<String> shown = new ArrayList<>();
    while (messages.hasMoreElements()) {
      shown.add(text((Message) messages.nextElement()));
    }
    assertFalse(shown.contains("late"));
    assertEquals(
        List.of("message 2", "message 999"), List.of(shown.get(shown.size() - 998), last(shown)));
  }

  private static String last(List<String> texts) {
    return texts.get(texts.size() - 1);
  }

  @Test
  void whatCannotBeReceivedYetOrAnyMoreIsNotShown() throws Exception {
    Session transacted = connect().createSession(true, Session.SESSION_TRANSACTED);
    transacted.createProducer(ORDERS).send(transacted.createTextMessage("not committed"));
    Session session = connect().createSession();
    MessageProducer producer = session.createProducer(ORDERS);
    producer.setDeliveryDelay(3_600_000);
    producer.send(session.createTextMessage("delayed"));
    producer.setDeliveryDelay(0);
    producer.setTimeToLive(1);
    Message expiring = session.createTextMessage("expired");
    producer.send(expiring);
    send("there");
    while (System.currentTimeMillis() <= expiring.getJMSExpiration()) {
      Thread.onSpinWait();
    }
    QueueBrowser browser = session.createBrowser(ORDERS);
    assertEquals(List.of("there"), texts(browser));
    transacted.commit();
    assertEquals(List.of("there", "not committed"), texts(browser));
  }

  @Test
  void browsedMessageHasHeadersPropertiesAndBodyAndIsReadOnly() throws Exception {
    Session session = connect().createSession();
    BytesMessage sent = session.createBytesMessage();
    sent.writeUTF("body");
    sent.setIntProperty("number", 7);
    sent.setJMSType("type");
    session.createProducer(ORDERS).send(sent);
    BytesMessage shown =
        (BytesMessage) session.createBrowser(ORDERS).getEnumeration().nextElement();
    assertEquals("body", shown.readUTF());
    assertEquals(7, shown.getIntProperty("number"));
    assertEquals("type", shown.getJMSType());
    assertEquals(sent.getJMSMessageID(), shown.getJMSMessageID());
    assertEquals(ORDERS, shown.getJMSDestination());
    assertFalse(shown.getJMSRedelivered());
    assertThrows(MessageNotWriteableException.class, () -> shown.writeInt(1));
    shown.acknowledge();
    assertTrue(session.createBrowser(ORDERS).getEnumeration().hasMoreElements());
  }

  @Test
  void browsersAreRefusedLikeConsumers() throws Exception {
    Session session = connect().createSession();
    assertThrows(InvalidDestinationException.class, () -> session.createBrowser(null));
    assertThrows(InvalidSelectorException.class, () -> session.createBrowser(ORDERS, "= 1"));
  }

  @Test
  void temporaryQueueCanBeBrowsedByOthers() throws Exception {
    Session owner = connect().createSession();
    TemporaryQueue queue = owner.createTemporaryQueue();
    owner.createProducer(queue).send(owner.createTextMessage("a"));
    QueueBrowser browser = connect().createSession().createBrowser(queue);
    assertEquals(List.of("a"), texts(browser));
    queue.delete();
    assertThrows(JMSException.class, browser::getEnumeration);
  }
}
