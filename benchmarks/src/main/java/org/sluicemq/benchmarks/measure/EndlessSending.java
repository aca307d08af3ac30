// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.sluicemq.benchmarks.workload.Stamp;
import org.sluicemq.benchmarks.workload.Workload;

/**
 * Producers that add persistent messages to the end of a backlog, each send waiting, until the
 * process is killed. Used once.
 */
public final class EndlessSending {

  private static final int PRODUCERS = 16;

  private final ConnectionFactory factory;
  private final Path counts;

  /** Sending that keeps its counts in that file, see {@link SendCounts}. */
  public EndlessSending(ConnectionFactory factory, Path counts) {
    this.factory = factory;
    this.counts = counts;
  }

  /**
   * Sends, and never returns.
   *
   * @param enough after so many messages of each producer, the listener is told, once
   * @throws Exception when a send fails
   */
  public void run(int enough, Runnable listener) throws Exception {
    SendCounts shared = SendCounts.create(counts, PRODUCERS);
    CountDownLatch reached = new CountDownLatch(PRODUCERS);
    ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS + 1);
    CompletionService<Void> running = new ExecutorCompletionService<>(threads);
    for (int i = 0; i < PRODUCERS; i++) {
      int index = i;
      running.submit(() -> send(index, shared, enough, reached));
    }
    threads.submit(
        () -> {
          reached.await();
          listener.run();
          return null;
        });
    // Only a failure ends a sender.
    running.take().get();
  }

  private Void send(int index, SendCounts shared, int enough, CountDownLatch reached)
      throws Exception {
    byte[] body = Stamp.blankBody(Workload.BODY_BYTES);
    try (Connection connection = factory.createConnection()) {
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      MessageProducer producer = session.createProducer(session.createQueue(Place.NAME));
      producer.setDeliveryMode(DeliveryMode.PERSISTENT);
      for (int sent = 0; ; sent++) {
        if (sent == enough) {
          reached.countDown();
        }
        new Stamp(BacklogBuild.PRODUCERS + index, sent, System.nanoTime()).writeTo(body);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        shared.begin(index, sent + 1L);
        producer.send(message);
        shared.returned(index, sent + 1L);
      }
    }
  }
}
