// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import java.time.InstantSource;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.message.Address;
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
  private long sequence;

  Sender(Broker broker, SluiceConnection connection, String sessionId, AcknowledgeMode mode) {
    this.broker = broker;
    connectionId = connection.id();
    messages = connection.messages();
    clock = connection.settings().clock();
    idPrefix = "ID:" + sessionId + "-";
    this.mode = mode;
  }

  /** Sends a message as it is now and shows on it what a send puts there (section 3.4.11). */
  void send(Destination destination, Address address, Message message, SendOptions options)
      throws JMSException {
    if (message == null) {
      throw new MessageFormatException("The message is null");
    }
    JmsMessage ours = messages.adopt(message);
    SendStamp stamp = stamp(address, Destinations.addressOrNull(ours.getJMSReplyTo()), options);
    try {
      broker.send(ours.freeze(stamp), connectionId, mode.unit());
    } catch (BrokerException e) {
      throw Failures.of(e);
    }
    stamp.showOn(message, destination);
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
