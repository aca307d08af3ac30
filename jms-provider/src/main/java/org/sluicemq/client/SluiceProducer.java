// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import org.sluicemq.message.Address;

/**
 * A producer, bound to a destination or not (chapter 7). For the thread that controls the session;
 * close may come from any.
 *
 * <p>An asynchronous send takes its place in the order of the producer's sends and returns; many of
 * them share a force, and each one's completion listener is called when it is durable. A producer
 * that runs too far ahead of the disk is held back.
 */
class SluiceProducer implements MessageProducer {

  /** CLOSING takes no asynchronous send; {@link #moveTo} is the one place that changes it. */
  private enum State {
    OPEN,
    CLOSING,
    CLOSED
  }

  private final SluiceSession session;
  private final Destination destination;
  private final Address address;
  private SendOptions options = SendOptions.DEFAULTS;
  private volatile State state = State.OPEN;

  SluiceProducer(SluiceSession session, Destination destination) throws JMSException {
    this.session = session;
    this.destination = destination;
    address = Destinations.addressOrNull(destination);
  }

  final void requireOpen() throws JMSException {
    session.requireOpen();
    if (state == State.CLOSED) {
      throw Failures.closed("producer");
    }
  }

  /** Whether a close has begun. */
  final boolean isClosing() {
    return state != State.OPEN;
  }

  private synchronized void moveTo(State next) {
    if (next.compareTo(state) > 0) {
      state = next;
    }
  }

  @Override
  public final Destination getDestination() throws JMSException {
    requireOpen();
    return destination;
  }

  @Override
  public final void setDisableMessageID(boolean value) throws JMSException {
    requireOpen();
    options = options.withDisableMessageId(value);
  }

  @Override
  public final boolean getDisableMessageID() throws JMSException {
    requireOpen();
    return options.disableMessageId();
  }

  @Override
  public final void setDisableMessageTimestamp(boolean value) throws JMSException {
    requireOpen();
    options = options.withDisableTimestamp(value);
  }

  @Override
  public final boolean getDisableMessageTimestamp() throws JMSException {
    requireOpen();
    return options.disableTimestamp();
  }

  @Override
  public final void setDeliveryMode(int deliveryMode) throws JMSException {
    requireOpen();
    options = options.withDeliveryMode(deliveryMode);
  }

  @Override
  public final int getDeliveryMode() throws JMSException {
    requireOpen();
    return options.deliveryMode();
  }

  @Override
  public final void setPriority(int defaultPriority) throws JMSException {
    requireOpen();
    options = options.withPriority(defaultPriority);
  }

  @Override
  public final int getPriority() throws JMSException {
    requireOpen();
    return options.priority();
  }

  @Override
  public final void setTimeToLive(long timeToLive) throws JMSException {
    requireOpen();
    options = options.withTimeToLive(timeToLive);
  }

  @Override
  public final long getTimeToLive() throws JMSException {
    requireOpen();
    return options.timeToLive();
  }

  @Override
  public final void setDeliveryDelay(long deliveryDelay) throws JMSException {
    requireOpen();
    options = options.withDeliveryDelay(deliveryDelay);
  }

  @Override
  public final long getDeliveryDelay() throws JMSException {
    requireOpen();
    return options.deliveryDelay();
  }

  @Override
  public final void send(Message message) throws JMSException {
    requireOpen();
    session.sender().send(destination, bound(), message, options);
  }

  @Override
  public final void send(Message message, int deliveryMode, int priority, long timeToLive)
      throws JMSException {
    requireOpen();
    session.sender().send(destination, bound(), message, with(deliveryMode, priority, timeToLive));
  }

  @Override
  public final void send(Destination to, Message message) throws JMSException {
    requireOpen();
    session.sender().send(to, unbound(to), message, options);
  }

  @Override
  public final void send(
      Destination to, Message message, int deliveryMode, int priority, long timeToLive)
      throws JMSException {
    requireOpen();
    session.sender().send(to, unbound(to), message, with(deliveryMode, priority, timeToLive));
  }

  @Override
  public final void send(Message message, CompletionListener listener) throws JMSException {
    requireOpen();
    requireListener(listener);
    sendLater(destination, bound(), message, options, listener);
  }

  @Override
  public final void send(
      Message message, int deliveryMode, int priority, long timeToLive, CompletionListener listener)
      throws JMSException {
    requireOpen();
    requireListener(listener);
    SendOptions with = with(deliveryMode, priority, timeToLive);
    sendLater(destination, bound(), message, with, listener);
  }

  @Override
  public final void send(Destination to, Message message, CompletionListener listener)
      throws JMSException {
    requireOpen();
    requireListener(listener);
    sendLater(to, unbound(to), message, options, listener);
  }

  @Override
  public final void send(
      Destination to,
      Message message,
      int deliveryMode,
      int priority,
      long timeToLive,
      CompletionListener listener)
      throws JMSException {
    requireOpen();
    requireListener(listener);
    sendLater(to, unbound(to), message, with(deliveryMode, priority, timeToLive), listener);
  }

  private void sendLater(
      Destination to,
      Address toAddress,
      Message message,
      SendOptions with,
      CompletionListener listener)
      throws JMSException {
    session
        .sender()
        .sendLater(new Sender.Asynchronous(this, to, listener), toAddress, message, with);
  }

  private static void requireListener(CompletionListener listener) {
    if (listener == null) {
      throw new IllegalArgumentException(
          "The completion listener is null: send without one to send synchronously");
    }
  }

  private Address bound() {
    if (address == null) {
      throw new UnsupportedOperationException(
          "The producer was created without a destination: name one with each send");
    }
    return address;
  }

  private Address unbound(Destination to) throws JMSException {
    if (address != null) {
      throw new UnsupportedOperationException(
          "The producer was created for '" + address.name() + "': send without a destination");
    }
    if (to == null) {
      throw new InvalidDestinationException("The destination of the send is null");
    }
    return Destinations.address(to);
  }

  private SendOptions with(int deliveryMode, int priority, long timeToLive) throws JMSException {
    return options.withDeliveryMode(deliveryMode).withPriority(priority).withTimeToLive(timeToLive);
  }

  /**
   * Closes the producer when the completion listeners of its sends have returned. Until then it
   * sends, but not asynchronously.
   *
   * @throws JMSException an {@code IllegalStateException} if one of those calls it
   */
  @Override
  public final void close() throws JMSException {
    if (state == State.CLOSED || session.isClosed()) {
      return;
    }
    session.callbacks().requireNotInCallbackOf(this);
    moveTo(State.CLOSING);
    session.callbacks().awaitIdle(this);
    moveTo(State.CLOSED);
  }
}
