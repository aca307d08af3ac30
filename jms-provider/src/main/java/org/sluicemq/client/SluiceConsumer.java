// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import java.util.concurrent.TimeUnit;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.ConsumerRequest;
import org.sluicemq.broker.Delivery;
import org.sluicemq.broker.ReleaseReason;
import org.sluicemq.broker.SubscriptionName;
import org.sluicemq.message.Acknowledgement;
import org.sluicemq.message.Address;
import org.sluicemq.message.JmsMessage;
import org.sluicemq.selector.Selector;

/**
 * A consumer (chapter 8). It holds no message that nobody asked for: a receive gives the broker
 * credit for one, a listener for the next, or the next few if it is quick. For the thread that
 * controls the session; close may come from any.
 */
class SluiceConsumer implements MessageConsumer {

  private static final long NO_END = -1;

  private final SluiceSession session;
  private final Address address;
  private final JmsDestination destination;
  private final String selectorText;
  private final Inbox inbox;
  private volatile MessageListener listener;
  private volatile boolean closed;

  SluiceConsumer(SluiceSession session, Address address, String selectorText, boolean noLocal)
      throws JMSException {
    this(session, address, selectorText, noLocal, null);
  }

  /** A consumer of a named subscription; of one of its own without a name. */
  SluiceConsumer(
      SluiceSession session,
      Address address,
      String selectorText,
      boolean noLocal,
      SubscriptionName subscription)
      throws JMSException {
    this.session = session;
    this.address = address;
    this.selectorText = selectorText == null || selectorText.isBlank() ? null : selectorText;
    destination = Destinations.of(address);
    inbox = new Inbox(session.flow(), session.mode().readsAhead(), this::listen);
    open(
        new ConsumerRequest(
            address,
            Selector.parse(selectorText),
            session.connection().id(),
            noLocal,
            subscription));
  }

  private void open(ConsumerRequest request) throws JMSException {
    session.assigned().requireNone();
    session.connection().temporaries().requireConsumable(address);
    try {
      inbox.opened(session.broker().consume(request, inbox));
    } catch (BrokerException e) {
      throw Failures.of(e);
    }
    try {
      session.flow().add(inbox);
    } catch (IllegalStateException e) {
      inbox.source().close();
      throw e;
    }
  }

  final void requireOpen() throws JMSException {
    session.requireOpen();
    if (closed) {
      throw Failures.closed("consumer");
    }
  }

  final Inbox inbox() {
    return inbox;
  }

  @Override
  public final String getMessageSelector() throws JMSException {
    requireOpen();
    return selectorText;
  }

  @Override
  public final MessageListener getMessageListener() throws JMSException {
    requireOpen();
    return listener;
  }

  @Override
  public final void setMessageListener(MessageListener newListener) throws JMSException {
    requireOpen();
    if (newListener == null) {
      boolean inListener = session.isListenerThread() || session.callbacks().isCallbackThread();
      session.flow().stopListening(inbox, inListener);
      listener = null;
    } else {
      session.assigned().requireNone();
      MessageListener before = listener;
      listener = newListener;
      try {
        session.flow().listen(inbox);
      } catch (IllegalStateException e) {
        listener = before;
        throw e;
      }
      session.startListening();
    }
  }

  @Override
  public final Message receive() throws JMSException {
    return receive(NO_END, Reader.WHOLE);
  }

  @Override
  public final Message receive(long timeout) throws JMSException {
    return receive(nanos(timeout), Reader.WHOLE);
  }

  @Override
  public final Message receiveNoWait() throws JMSException {
    return receive(0, Reader.WHOLE);
  }

  /** A timeout of the interface: milliseconds, 0 for no end. */
  static long nanos(long timeout) throws JMSException {
    if (timeout < 0) {
      throw new JMSException("A receive timeout cannot be negative: " + timeout + " ms");
    }
    return timeout == 0 ? NO_END : TimeUnit.MILLISECONDS.toNanos(timeout);
  }

  /** What a receive makes of a message. */
  @FunctionalInterface
  interface Reader<T> {

    /** The message itself. */
    Reader<Message> WHOLE = message -> message;

    T read(JmsMessage message) throws JMSException;
  }

  /**
   * Receives and reads. A message that the reader refuses is left as section 8.6 says for the mode.
   *
   * @param nanos how long to wait, negative without end
   */
  final <T> T receive(long nanos, Reader<T> reader) throws JMSException {
    requireOpen();
    session.assigned().requireNone();
    session.mode().receiving();
    Delivery delivery = session.flow().take(inbox, nanos);
    if (delivery == null) {
      return null;
    }
    try {
      return hand(delivery, reader);
    } catch (BrokerException e) {
      throw Failures.of(e);
    } finally {
      session.flow().handled(inbox);
    }
  }

  private <T> T hand(Delivery delivery, Reader<T> reader) throws JMSException, BrokerException {
    JmsMessage message = thaw(delivery, session.acknowledgement());
    T result;
    try {
      result = reader.read(message);
    } catch (JMSException | RuntimeException | Error e) {
      session.mode().unreadable(delivery);
      throw e;
    }
    session.mode().received(delivery);
    return result;
  }

  /** The message object of a delivery. */
  final JmsMessage thaw(Delivery delivery, Acknowledgement acknowledgement) {
    return session.thaw(delivery, destination, acknowledgement);
  }

  private void listen(Delivery delivery) {
    MessageListener current = listener;
    if (current == null) {
      session.mode().release(delivery, ReleaseReason.NOT_SEEN);
    } else {
      new ListenerCall(session, current)
          .deliver(delivery, thaw(delivery, session.acknowledgement()));
    }
  }

  /**
   * Closes the consumer; waits for its receive, which returns null, or its listener. A listener may
   * close its own consumer and goes on to its end.
   */
  @Override
  public final void close() throws JMSException {
    if (!closed && !session.isClosed()) {
      session.flow().close(inbox, session.isListenerThread());
      closed = true;
    }
  }
}
