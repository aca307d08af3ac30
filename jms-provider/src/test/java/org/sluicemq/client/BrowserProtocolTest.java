// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSRuntimeException;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.Enumeration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.QueueView;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.message.MessageType;

/** Section 4.1.6: when a browser gives back its view of a queue. */
class BrowserProtocolTest extends ProtocolTest {

  /** A view of as many messages as it is made with; then it fails, if that is wanted. */
  private static final class View implements QueueView {
    private final AtomicInteger closes = new AtomicInteger();
    private final boolean fails;
    private int left;

    View(int messages, boolean fails) {
      left = messages;
      this.fails = fails;
    }

    @Override
    public Envelope next() throws BrokerException {
      if (left == 0 && fails) {
        throw new BrokerException(BrokerException.Reason.STORE, "the page cannot be read");
      }
      return left-- > 0
          ? Envelope.builder(MessageType.MESSAGE, Address.of(Address.Kind.QUEUE, "orders")).build()
          : null;
    }

    @Override
    public int deliveryCount() {
      return 1;
    }

    @Override
    public void close() {
      closes.incrementAndGet();
    }
  }

  private QueueBrowser browser(View view) throws Exception {
    fake.show(view);
    return automatic().createBrowser(ORDERS);
  }

  @Test
  void enumerationThatHasComeToItsEndGivesItsViewBack() throws Exception {
    View view = new View(1, false);
    Enumeration<?> messages = browser(view).getEnumeration();
    messages.nextElement();
    assertEquals(0, view.closes.get());
    assertFalse(messages.hasMoreElements());
    assertFalse(messages.hasMoreElements());
    assertEquals(1, view.closes.get());
  }

  @Test
  void closedBrowserGivesBackTheViewOfAnEnumerationThatIsNotAtItsEnd() throws Exception {
    View view = new View(2, false);
    QueueBrowser browser = browser(view);
    browser.getEnumeration().nextElement();
    browser.close();
    browser.close();
    assertEquals(1, view.closes.get());
  }

  @Test
  void closedSessionGivesBackTheViewsOfItsBrowsers() throws Exception {
    View view = new View(2, false);
    fake.show(view);
    Session session = automatic();
    session.createBrowser(ORDERS).getEnumeration();
    session.close();
    assertEquals(1, view.closes.get());
  }

  @Test
  void pageThatCannotBeReadIsSaidToWhoAsksForTheNext() throws Exception {
    Enumeration<?> messages = browser(new View(1, true)).getEnumeration();
    assertTrue(messages.hasMoreElements());
    messages.nextElement();
    JMSRuntimeException refused =
        assertThrows(JMSRuntimeException.class, messages::hasMoreElements);
    assertEquals("the page cannot be read", refused.getMessage());
  }
}
