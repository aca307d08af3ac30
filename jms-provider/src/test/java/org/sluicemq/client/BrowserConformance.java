// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
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
}
