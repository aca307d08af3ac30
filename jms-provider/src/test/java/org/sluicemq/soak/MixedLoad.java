// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.soak;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.SluiceQueue;
import org.sluicemq.SluiceTopic;

/**
 * Clients of all kinds on one broker, at full speed, with a bounded number of messages under way:
 * sends and receipts, alone and in transactions, a topic, large bodies now and then, old messages
 * that nobody takes, somebody who browses, somebody slow, connections that come and go.
 */
final class MixedLoad implements AutoCloseable {

  private static final Queue STEADY = new SluiceQueue("steady");
  private static final Queue SLOW = new SluiceQueue("slow");
  private static final Queue STUCK = new SluiceQueue("stuck");
  private static final Topic NEWS = new SluiceTopic("news");

  private static final int UNDER_WAY = 1000;
  private static final int SLOW_UNDER_WAY = 100;
  private static final int STUCK_MESSAGES = 200;
  private static final int LARGE_EVERY = 400;
  private static final int SLOW_EVERY = 20;
  private static final long SOON = 200;

  private final SluiceConnectionFactory factory;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> running = new ArrayList<>();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong stuck = new AtomicLong();
  private final Semaphore room = new Semaphore(UNDER_WAY);
  private final Semaphore slowRoom = new Semaphore(SLOW_UNDER_WAY);
  private final Semaphore slowTurns = new Semaphore(0);

  /** One permit for each message that was settled; whoever samples waits for them. */
  final Semaphore settled = new Semaphore(0);

  MixedLoad(SluiceConnectionFactory factory) {
    this.factory = factory;
  }

  /** A round of one client. */
  private interface Round {
    void run(JMSContext context) throws Exception;
  }

  MixedLoad start() {
    repeat(JMSContext.AUTO_ACKNOWLEDGE, context -> send(context, 1));
    repeat(JMSContext.SESSION_TRANSACTED, context -> send(context, 5));
    consume(JMSContext.AUTO_ACKNOWLEDGE);
    consume(JMSContext.SESSION_TRANSACTED);
    consumeSlowly();
    listenToNews();
    repeat(JMSContext.AUTO_ACKNOWLEDGE, MixedLoad::browse);
    repeat(JMSContext.AUTO_ACKNOWLEDGE, context -> comeAndGo());
    return this;
  }

  private void repeat(int mode, Round round) {
    running.add(
        threads.submit(
            () -> {
              try (JMSContext context = factory.createContext(mode)) {
                while (!stopping.get()) {
                  round.run(context);
                }
              }
              return null;
            }));
  }

  private void send(JMSContext context, int together) throws InterruptedException {
    room.acquire(together);
    JMSProducer producer = context.createProducer();
    for (int i = 0; i < together; i++) {
      long number = sent.incrementAndGet();
      producer.send(STEADY, new byte[number % LARGE_EVERY == 0 ? 400_000 : 1000]);
      if (number % SLOW_EVERY == 0) {
        slowTurns.release();
        if (slowRoom.tryAcquire()) {
          producer.send(SLOW, new byte[2000]);
        }
      }
      if (number % 50 == 0 && stuck.incrementAndGet() <= STUCK_MESSAGES) {
        producer.send(STUCK, new byte[1000]);
      }
      producer.send(NEWS, new byte[500]);
    }
    if (context.getTransacted()) {
      context.commit();
    }
  }

  private void consume(int mode) {
    running.add(
        threads.submit(
            () -> {
              try (JMSContext context = factory.createContext(mode)) {
                JMSConsumer consumer = context.createConsumer(STEADY);
                while (!stopping.get()) {
                  if (consumer.receive(SOON) != null) {
                    if (context.getTransacted()) {
                      context.commit();
                    }
                    room.release();
                    settled.release();
                  }
                }
              }
              return null;
            }));
  }

  /** One message in its time, so that some always wait. */
  private void consumeSlowly() {
    running.add(
        threads.submit(
            () -> {
              try (JMSContext context = factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
                JMSConsumer consumer = context.createConsumer(SLOW);
                while (!stopping.get()) {
                  slowTurns.acquire(2);
                  if (consumer.receive(SOON) != null) {
                    context.acknowledge();
                    slowRoom.release();
                  }
                }
              }
              return null;
            }));
  }

  private void listenToNews() {
    running.add(
        threads.submit(
            () -> {
              try (JMSContext context = factory.createContext()) {
                JMSConsumer consumer = context.createConsumer(NEWS);
                while (!stopping.get()) {
                  consumer.receive(SOON);
                }
              }
              return null;
            }));
  }

  private static void browse(JMSContext context) throws Exception {
    try (QueueBrowser browser = context.createBrowser(STEADY)) {
      Enumeration<?> messages = browser.getEnumeration();
      while (messages.hasMoreElements()) {
        messages.nextElement();
      }
    }
  }

  private void comeAndGo() {
    try (JMSContext context = factory.createContext()) {
      Queue answers = context.createTemporaryQueue();
      context.createProducer().send(answers, "question");
      try (JMSConsumer consumer = context.createConsumer(answers)) {
        if (consumer.receive(20_000) == null) {
          throw new IllegalStateException("a message to a temporary queue did not come");
        }
      }
    }
  }

  /** Fails if one of the clients did. */
  void requireAllRunning() throws Exception {
    for (Future<?> client : running) {
      if (client.isDone() && !stopping.get()) {
        client.get();
        throw new IllegalStateException("a client ended by itself");
      }
    }
  }

  @Override
  public void close() throws Exception {
    stopping.set(true);
    room.release(UNDER_WAY);
    slowTurns.release(2);
    for (Future<?> client : running) {
      client.get();
    }
    threads.shutdown();
  }
}
