// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.soak;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.SluiceQueue;
import org.sluicemq.SluiceTopic;

/**
 * Clients of all kinds on one broker, at full speed, with a bounded number of messages under way:
 * sends and receipts, alone and in transactions, a topic with and without a durable subscription,
 * large bodies now and then, messages with a delay, a time to live, a group or for a selector, old
 * messages that nobody takes, somebody who browses, somebody slow, connections that come and go.
 * Each {@link Lane} accounts for its messages; the end of the load takes what is left.
 */
final class MixedLoad implements AutoCloseable {

  private static final Queue STEADY = new SluiceQueue("steady");
  private static final Queue BRIEF = new SluiceQueue("brief");
  private static final Topic NEWS = new SluiceTopic("news");
  private static final String SUBSCRIPTION = "archive";

  private static final int UNDER_WAY = 1000;
  private static final int FEW_UNDER_WAY = 100;
  private static final int STUCK_MESSAGES = 200;
  private static final int LARGE_EVERY = 400;
  private static final int FEW_EVERY = 20;
  private static final int GROUPS = 7;
  private static final int KINDS = 2;
  private static final long DELAY_MILLIS = 50;
  private static final long SOON = 200;

  private final SluiceConnectionFactory factory;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> running = new ArrayList<>();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Phaser receiving = new Phaser();
  private final AtomicLong sent = new AtomicLong();
  private final Semaphore slowTurns = new Semaphore(0);
  private final Lane steady = new Lane(STEADY, UNDER_WAY, true);
  private final Lane slow = new Lane(new SluiceQueue("slow"), FEW_UNDER_WAY, true);
  private final Lane stuck = new Lane(new SluiceQueue("stuck"), STUCK_MESSAGES, true);
  private final Lane later = new Lane(new SluiceQueue("later"), FEW_UNDER_WAY, false);
  private final Lane grouped = new Lane(new SluiceQueue("grouped"), FEW_UNDER_WAY, true);
  private final Lane chosen = new Lane(new SluiceQueue("chosen"), FEW_UNDER_WAY, true);
  private final Lane news = new Lane(NEWS, UNDER_WAY, true);

  /** One permit for each message that was settled; whoever samples waits for them. */
  final Semaphore settled = new Semaphore(0);

  MixedLoad(SluiceConnectionFactory factory) {
    this.factory = factory;
  }

  /** A round of one client. */
  private interface Round {
    void run(JMSContext context) throws Exception;
  }

  /** Makes the consumer of a client. */
  private interface Consuming {
    JMSConsumer on(JMSContext context);
  }

  /** Looks at a message before it is settled. */
  private interface Check {
    void look(Message message) throws Exception;
  }

  MixedLoad start() {
    try (JMSContext context = factory.createContext()) {
      // Begins before the first message for it.
      archive(context).close();
    }
    repeat(JMSContext.AUTO_ACKNOWLEDGE, context -> send(context, "alone", 1));
    repeat(JMSContext.SESSION_TRANSACTED, context -> send(context, "together", 5));
    consume(steady, JMSContext.AUTO_ACKNOWLEDGE, queue(steady), this::noteSettled);
    consume(steady, JMSContext.SESSION_TRANSACTED, queue(steady), this::noteSettled);
    consume(slow, JMSContext.CLIENT_ACKNOWLEDGE, queue(slow), m -> slowTurns.acquire(2));
    consume(later, JMSContext.AUTO_ACKNOWLEDGE, queue(later), MixedLoad::requireDue);
    for (int kind = 0; kind < KINDS; kind++) {
      consumeKind(kind);
      consume(grouped, JMSContext.AUTO_ACKNOWLEDGE, queue(grouped), m -> {});
    }
    consume(news, JMSContext.CLIENT_ACKNOWLEDGE, MixedLoad::archive, m -> {});
    listenToNews();
    repeat(JMSContext.AUTO_ACKNOWLEDGE, MixedLoad::browse);
    repeat(JMSContext.AUTO_ACKNOWLEDGE, context -> comeAndGo());
    return this;
  }

  private static Consuming queue(Lane lane) {
    return context -> context.createConsumer(lane.destination());
  }

  private static JMSConsumer archive(JMSContext context) {
    return context.createSharedDurableConsumer(NEWS, SUBSCRIPTION);
  }

  private void noteSettled(Message message) {
    settled.release();
  }

  private void consumeKind(int kind) {
    consume(
        chosen,
        JMSContext.AUTO_ACKNOWLEDGE,
        context -> context.createConsumer(chosen.destination(), "kind = " + kind),
        message -> require(message.getIntProperty("kind") == kind, "its selector refuses it"));
  }

  private static void requireDue(Message message) throws Exception {
    long early = message.getLongProperty("due") - System.currentTimeMillis();
    require(early <= 0, "it came " + early + " ms early");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException("A message came wrongly: " + otherwise);
    }
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

  private void send(JMSContext context, String sender, int together) throws InterruptedException {
    steady.awaitRoom(together);
    for (int i = 0; i < together; i++) {
      long number = sent.incrementAndGet();
      int bytes = number % LARGE_EVERY == 0 ? 400_000 : 1000;
      steady.send(context.createProducer(), sender, bytes);
      if (number % FEW_EVERY == 0) {
        slowTurns.release();
        sendSpecial(context, sender);
      }
      if (news.hasRoom()) {
        news.send(context.createProducer(), sender, 500);
      }
    }
    if (context.getTransacted()) {
      context.commit();
    }
  }

  private void sendSpecial(JMSContext context, String sender) {
    context.createProducer().setTimeToLive(1).send(BRIEF, new byte[1000]);
    sendIfRoom(slow, context.createProducer(), sender);
    sendIfRoom(stuck, context.createProducer(), sender);
    long due = System.currentTimeMillis() + DELAY_MILLIS;
    JMSProducer delayed = context.createProducer().setDeliveryDelay(DELAY_MILLIS);
    sendIfRoom(later, delayed.setProperty("due", due), sender);
    int kind = (int) (sent.get() % KINDS);
    sendIfRoom(chosen, context.createProducer().setProperty("kind", kind), sender);
    String group = sender + sent.get() % GROUPS;
    sendIfRoom(grouped, context.createProducer().setProperty("JMSXGroupID", group), sender);
  }

  private static void sendIfRoom(Lane lane, JMSProducer producer, String sender) {
    if (lane.hasRoom()) {
      lane.send(producer, sender, 1000);
    }
  }

  private void consume(Lane lane, int mode, Consuming consuming, Check check) {
    Lane.Receiver receiver = lane.receiver();
    receiving.register();
    running.add(
        threads.submit(
            () -> {
              try (JMSContext context = factory.createContext(mode)) {
                JMSConsumer consumer = consuming.on(context);
                while (!stopping.get()) {
                  Message message = consumer.receive(SOON);
                  if (message != null) {
                    check.look(message);
                    settle(context);
                    receiver.take(message);
                  }
                }
                // What it holds unseen goes back when nobody can get it after a later one.
                receiving.arriveAndAwaitAdvance();
              } catch (Exception e) {
                receiving.arriveAndDeregister();
                throw e;
              }
              return null;
            }));
  }

  private static void settle(JMSContext context) {
    switch (context.getSessionMode()) {
      case JMSContext.SESSION_TRANSACTED -> context.commit();
      case JMSContext.CLIENT_ACKNOWLEDGE -> context.acknowledge();
      default -> {
        // The receipt has acknowledged it.
      }
    }
  }

  private void listenToNews() {
    Lane.Receiver receiver = news.receiver();
    running.add(
        threads.submit(
            () -> {
              try (JMSContext context = factory.createContext()) {
                JMSConsumer consumer = context.createConsumer(NEWS);
                while (!stopping.get()) {
                  Message message = consumer.receive(SOON);
                  if (message != null) {
                    receiver.see(message);
                  }
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

  private List<Lane> lanes() {
    return List.of(steady, slow, stuck, later, grouped, chosen, news);
  }

  /** Ends the load, takes all that is left, and fails if a message is missing or too many came. */
  @Override
  public void close() throws Exception {
    stopping.set(true);
    lanes().forEach(Lane::letGo);
    slowTurns.release(UNDER_WAY);
    for (Future<?> client : running) {
      client.get();
    }
    threads.shutdown();
    try (JMSContext context = factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
      for (Lane lane : lanes()) {
        try (JMSConsumer rest =
            lane == news ? archive(context) : context.createConsumer(lane.destination())) {
          lane.drain(context, rest);
        }
        require(lane.received() > 0, "none came to " + lane.destination());
      }
      try (JMSConsumer expired = context.createConsumer(BRIEF)) {
        require(expired.receive(SOON) == null, "it outlived its time");
      }
    }
  }
}
