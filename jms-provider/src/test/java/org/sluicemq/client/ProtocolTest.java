// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.sluicemq.broker.Broker;

/**
 * What the tests share that look at what the client asks of a broker: one that follows a script.
 */
abstract class ProtocolTest extends JmsConformance {

  final FakeBroker fake = new FakeBroker();

  /** The time as listeners are measured: it moves only when one says so. */
  private final AtomicLong ticks = new AtomicLong();

  @Override
  final BrokerUnderTest start() {
    return new BrokerUnderTest() {
      @Override
      public Broker broker() {
        return fake;
      }

      @Override
      public void close() {}
    };
  }

  /** A started connection whose listeners take as long as {@link #take} says. */
  final SluiceConnection measured() throws JMSException {
    SluiceConnection connection = connect(ClientSettings.DEFAULTS.withTicks(ticks::get));
    connection.start();
    return connection;
  }

  final void take(long micros) {
    ticks.addAndGet(TimeUnit.MICROSECONDS.toNanos(micros));
  }

  final Session session(int mode) throws JMSException {
    return started().createSession(mode);
  }

  final Session automatic() throws JMSException {
    return session(Session.AUTO_ACKNOWLEDGE);
  }

  static void assertId(String text, Message message) throws JMSException {
    assertNotNull(message, "no message came");
    assertEquals("ID:" + text, message.getJMSMessageID());
  }

  static String[] numbers(int last) {
    return IntStream.rangeClosed(1, last).mapToObj(Integer::toString).toArray(String[]::new);
  }

  /** What a listener does with a message. */
  interface Handling {
    void handle(String id) throws Exception;
  }

  static MessageListener listener(Handling handling) {
    return message -> {
      try {
        handling.handle(message.getJMSMessageID());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    };
  }

  /** A session with two listeners, the first at work on a, the second's message b not yet seen. */
  final class TwoListeners {
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    TwoListeners(Session session, Work inListener) throws Exception {
      session
          .createConsumer(ORDERS)
          .setMessageListener(
              m -> {
                running.countDown();
                await(goOn);
                try {
                  inListener.run();
                } catch (Exception e) {
                  failure.set(e);
                }
              });
      session.createConsumer(session.createQueue("other")).setMessageListener(m -> {});
      fake.awaitCall("credit 1 on other");
      fake.put("orders", "a");
      await(running);
      fake.put("other", "b");
      fake.calls();
    }

    void goOn() {
      goOn.countDown();
      assertNull(failure.get());
    }
  }
}
