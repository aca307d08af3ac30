// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.Enumeration;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.QueueView;
import org.sluicemq.message.Acknowledgement;
import org.sluicemq.message.Address;
import org.sluicemq.message.DeliveryContext;
import org.sluicemq.message.Envelope;
import org.sluicemq.selector.Selector;

/**
 * A browser (section 4.1.6). It shows a message as the next consumer would get it: with the
 * delivery count, and the mark of a redelivery, of that delivery (sections 3.4.7 and 3.5.11).
 * Browsing is no delivery and changes neither. For the thread that controls the session.
 */
final class SluiceBrowser implements QueueBrowser {

  private final SluiceSession session;
  private final Queue queue;
  private final Address address;
  private final String selectorText;
  private final Selector selector;
  private final Set<Messages> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  SluiceBrowser(SluiceSession session, Queue queue, String selectorText) throws JMSException {
    this.session = session;
    this.queue = queue;
    address = Destinations.address(queue);
    this.selectorText = selectorText == null || selectorText.isBlank() ? null : selectorText;
    selector = Selector.parse(selectorText);
  }

  private void requireOpen() throws JMSException {
    session.requireOpen();
    if (closed) {
      throw Failures.closed("browser");
    }
  }

  @Override
  public Queue getQueue() throws JMSException {
    requireOpen();
    return queue;
  }

  @Override
  public String getMessageSelector() throws JMSException {
    requireOpen();
    return selectorText;
  }

  @Override
  public Enumeration<Message> getEnumeration() throws JMSException {
    requireOpen();
    try {
      Messages messages = new Messages(session.broker().browse(address, selector));
      open.add(messages);
      return messages;
    } catch (BrokerException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(Messages::close);
    session.forget(this);
  }

  /** One reading of the queue, a message ahead of the application. */
  private final class Messages implements Enumeration<Message> {

    private final QueueView view;
    private Envelope next;
    private int nextCount;
    private boolean ended;

    Messages(QueueView view) {
      this.view = view;
    }

    @Override
    public boolean hasMoreElements() {
      if (next == null && !ended) {
        next = read();
        nextCount = view.deliveryCount();
        if (next == null) {
          close();
        }
      }
      return next != null;
    }

    private Envelope read() {
      try {
        return view.next();
      } catch (BrokerException e) {
        throw Failures.unchecked(Failures.of(e));
      }
    }

    @Override
    public Message nextElement() {
      if (!hasMoreElements()) {
        throw new NoSuchElementException("No more messages in '" + address.name() + "'");
      }
      Envelope envelope = next;
      next = null;
      return session.connection().messages().thaw(envelope, asNextDelivered(envelope));
    }

    private DeliveryContext asNextDelivered(Envelope envelope) {
      return new DeliveryContext(
          nextCount,
          nextCount > 1,
          Destinations.of(envelope.destination()),
          Destinations.of(envelope.replyTo()),
          Acknowledgement.NONE);
    }

    void close() {
      ended = true;
      open.remove(this);
      view.close();
    }
  }
}
