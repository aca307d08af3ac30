// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import java.time.InstantSource;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.message.JmsMessage;
import org.sluicemq.message.MessageFactory;
import org.sluicemq.message.SendStamp;

/** Sends the messages of one session. For the thread that controls the session. */
final class Sender {

  private final Broker broker;
  private final String connectionId;
  private final AcknowledgeMode mode;
  private final MessageFactory messages;
  private final InstantSource clock;
  private final String idPrefix;
  private final CompletionCallbacks callbacks;
  private long sequence;

  Sender(
      Broker broker,
      SluiceConnection connection,
      String sessionId,
      AcknowledgeMode mode,
      CompletionCallbacks callbacks) {
    this.broker = broker;
    this.callbacks = callbacks;
    connectionId = connection.id();
    messages = connection.messages();
    clock = connection.settings().clock();
    idPrefix = "ID:" + sessionId + "-";
    this.mode = mode;
  }

  /** Sends a message as it is now and shows on it what a send puts there (section 3.4.11). */
  void send(Destination destination, Address address, Message message, SendOptions options)
      throws JMSException {
    JmsMessage ours = adopt(message);
    SendStamp stamp = stamp(address, Destinations.addressOrNull(ours.getJMSReplyTo()), options);
    try {
      broker.send(ours.freeze(stamp), connectionId, mode.unit());
    } catch (BrokerException e) {
      throw Failures.of(e);
    }
    stamp.showOn(message, destination);
  }

  /** An asynchronous send to a destination, for a listener. */
  record Asynchronous(SluiceProducer producer, Destination destination, CompletionListener told) {

    /** Calls the listener. Until then the message is not touched: it may not be (section 7.3.9). */
    private void complete(Message message, SendStamp stamp, JMSException failure) {
      if (failure != null) {
        told.onException(message, failure);
        return;
      }
      try {
        stamp.showOn(message, destination);
      } catch (JMSException e) {
        told.onException(message, e);
        return;
      }
      told.onCompletion(message);
    }
  }

  /** Sends a message as it is now; its listener is called when it is durable. */
  void sendLater(Asynchronous send, Address address, Message message, SendOptions options)
      throws JMSException {
    JmsMessage ours = adopt(message);
    SendStamp stamp = stamp(address, Destinations.addressOrNull(ours.getJMSReplyTo()), options);
    Envelope envelope = ours.freeze(stamp);
    CompletionCallbacks.Send begun =
        callbacks.begin(
            send.producer, failure -> send.complete(message, stamp, failure), envelope.size());
    try {
      hand(envelope, begun);
    } catch (BrokerException e) {
      begun.withdraw();
      throw Failures.of(e);
    } catch (JMSException | RuntimeException | Error e) {
      begun.withdraw();
      throw e;
    }
  }

  /** In a unit of work there is nothing to wait for: its commit tells what became of the send. */
  private void hand(Envelope envelope, CompletionCallbacks.Send begun)
      throws BrokerException, JMSException {
    UnitOfWork unit = mode.unit();
    if (unit != null) {
      broker.send(envelope, connectionId, unit);
      begun.settled(null);
    } else {
      broker.sendLater(
          envelope,
          connectionId,
          failure -> begun.settled(failure == null ? null : Failures.of(failure)));
    }
  }

  private JmsMessage adopt(Message message) throws JMSException {
    if (message == null) {
      throw new MessageFormatException("The message is null");
    }
    return messages.adopt(message);
  }

  private SendStamp stamp(Address address, Address replyTo, SendOptions options) {
    long now = clock.millis();
    return new SendStamp(
        options.disableMessageId()
            ? null
            : idPrefix + Long.toString(++sequence, Character.MAX_RADIX),
        address,
        replyTo,
        options.persistent(),
        options.priority(),
        options.disableTimestamp() ? 0 : now,
        options.timeToLive() == 0 ? 0 : later(now, options.timeToLive()),
        later(now, options.deliveryDelay()));
  }

  private static long later(long now, long delay) {
    return delay > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + delay;
  }
}
