// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.sluicemq.benchmarks.workload.Stamp;
import org.sluicemq.benchmarks.workload.Workload;

/**
 * Fills a queue that nobody reads with persistent messages, under the same load from the first to
 * the last: producers that send in local transactions. It notes how fast each part of the backlog
 * was taken in. Used once.
 */
public final class BacklogBuild {

  /** The producers, each with a connection and a thread of its own. */
  public static final int PRODUCERS = 4;

  /** How many parts of equal size are timed. */
  public static final int PARTS = 50;

  /** A depth is a multiple of this, so that all parts are equal and hold whole transactions. */
  public static final int STEP = PARTS * PRODUCERS * Workload.BUILDING_UNIT;

  private static final String WARM_UP = "warm-up";

  private final ConnectionFactory factory;

  /** A build over connections of that factory. */
  public BacklogBuild(ConnectionFactory factory) {
    this.factory = factory;
  }

  /**
   * What was built.
   *
   * @param sent how many messages each producer has sent
   * @param perSecond how many messages a second were sent in each part, in order
   */
  public record Built(List<Integer> sent, List<Double> perSecond) {}

  /**
   * Sends so many messages through another queue and receives them all.
   *
   * @throws Exception when the broker fails
   */
  public void warmUp(int messages) throws Exception {
    Parts parts = new Parts(messages, messages, done -> {});
    send(WARM_UP, parts);
    try (Connection connection = factory.createConnection()) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      MessageConsumer consumer = session.createConsumer(session.createQueue(WARM_UP));
      connection.start();
      for (int i = 1; i <= messages; i++) {
        if (consumer.receive(60_000) == null) {
          throw new UnbalancedException(
              "Message " + i + " of " + messages + " of the warm-up did not come within a minute");
        }
        if (i % Workload.BUILDING_UNIT == 0) {
          session.commit();
        }
      }
      session.commit();
    }
  }

  /**
   * Fills the queue.
   *
   * @param depth how many messages, a multiple of {@link #STEP}
   * @param progress is told after every part how many parts are done, by a thread that sends
   * @throws Exception when the broker fails
   */
  public Built fill(int depth, IntConsumer progress) throws Exception {
    Parts parts = new Parts(depth, depth / PARTS, progress);
    List<Integer> sent = send(Place.NAME, parts);
    return new Built(sent, parts.perSecond());
  }

  private List<Integer> send(String queue, Parts parts) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS);
    try {
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < PRODUCERS; i++) {
        int index = i;
        running.add(threads.submit(() -> send(index, queue, parts)));
      }
      List<Integer> sent = new ArrayList<>();
      for (Future<Integer> producer : running) {
        sent.add(producer.get());
      }
      return sent;
    } finally {
      threads.shutdownNow();
    }
  }

  private int send(int index, String queue, Parts parts) throws JMSException {
    byte[] body = Stamp.blankBody(Workload.BODY_BYTES);
    int sent = 0;
    try (Connection connection = factory.createConnection()) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      MessageProducer producer = session.createProducer(session.createQueue(queue));
      producer.setDeliveryMode(DeliveryMode.PERSISTENT);
      while (parts.take(Workload.BUILDING_UNIT)) {
        for (int i = 0; i < Workload.BUILDING_UNIT; i++) {
          new Stamp(index, sent++, System.nanoTime()).writeTo(body);
          BytesMessage message = session.createBytesMessage();
          message.writeBytes(body);
          producer.send(message);
        }
        session.commit();
        parts.committed(Workload.BUILDING_UNIT);
      }
    }
    return sent;
  }
}
