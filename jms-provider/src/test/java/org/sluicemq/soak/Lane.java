// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.soak;

import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The messages of one destination, each accounted for: it comes once, with the body it was sent
 * with, and, to each receiver of an ordered lane, after those that its sender had sent before.
 * Thread-safe.
 */
final class Lane {

  private static final long PATIENCE_MILLIS = 20_000;
  private static final String SENDER = "sender";
  private static final String NUMBER = "number";
  private static final String BYTES = "bytes";

  private final Destination destination;
  private final boolean ordered;
  private final Semaphore room;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong received = new AtomicLong();

  /**
   * Makes a lane.
   *
   * @param most how many messages may be under way
   * @param ordered whether a sender's messages come in its order; those with a delay need not
   */
  Lane(Destination destination, int most, boolean ordered) {
    this.destination = destination;
    this.ordered = ordered;
    this.room = new Semaphore(most);
  }

  Destination destination() {
    return destination;
  }

  /** How many messages have come. */
  long received() {
    return received.get();
  }

  /** Waits until so many more may be under way. */
  void awaitRoom(int messages) throws InterruptedException {
    room.acquire(messages);
  }

  /** Takes room for one more message, if there is any. */
  boolean hasRoom() {
    return room.tryAcquire();
  }

  /** Lets those go on who wait for room, because the end has come. */
  void letGo() {
    room.release(1 << 20);
  }

  /** Sends a message for which there is room; a sender is one thread. */
  void send(JMSProducer producer, String sender, int bytes) {
    long number = numbers.incrementAndGet();
    underWay.add(sender + "-" + number);
    producer
        .setProperty(SENDER, sender)
        .setProperty(NUMBER, number)
        .setProperty(BYTES, bytes)
        .send(destination, body(sender, number, bytes));
  }

  private static byte[] body(String sender, long number, int bytes) {
    byte[] body = new byte[bytes];
    new Random(31 * number + sender.hashCode()).nextBytes(body);
    return body;
  }

  /** Begins to receive. */
  Receiver receiver() {
    return new Receiver();
  }

  /** What one consumer has seen; for one thread. */
  final class Receiver {

    private final Map<String, Long> last = new HashMap<>();

    /** Looks at a message that may be seen by others too. */
    void see(Message message) throws JMSException {
      String sender = message.getStringProperty(SENDER);
      long number = message.getLongProperty(NUMBER);
      byte[] body = message.getBody(byte[].class);
      if (!Arrays.equals(body(sender, number, message.getIntProperty(BYTES)), body)) {
        throw wrong(sender, number, "has another body than it was sent with");
      }
      Long before = last.put(sender, number);
      if (ordered && before != null && before >= number) {
        throw wrong(sender, number, "came after " + before);
      }
    }

    /** Takes a message that comes to nobody else. */
    void take(Message message) throws JMSException {
      see(message);
      String sender = message.getStringProperty(SENDER);
      long number = message.getLongProperty(NUMBER);
      if (!underWay.remove(sender + "-" + number)) {
        throw wrong(sender, number, "came twice");
      }
      received.incrementAndGet();
      room.release();
    }
  }

  private IllegalStateException wrong(String sender, long number, String what) {
    return new IllegalStateException(
        "message " + number + " of " + sender + " to " + destination + " " + what);
  }

  /** Receives until nothing is under way any more, and fails if something does not come. */
  void drain(JMSContext context, JMSConsumer consumer) throws JMSException {
    Receiver receiver = receiver();
    while (!underWay.isEmpty()) {
      Message message = consumer.receive(PATIENCE_MILLIS);
      if (message == null) {
        throw new IllegalStateException(underWay + " to " + destination + " are lost");
      }
      receiver.take(message);
      context.acknowledge();
    }
    Message more = consumer.receiveNoWait();
    if (more != null) {
      throw new IllegalStateException(more + " to " + destination + " came twice");
    }
  }
}
