// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sluicemq.benchmarks.workload.Workload;
import org.sluicemq.benchmarks.workload.Workload.Shape;

/**
 * Puts one workload on one broker and gives figures only if every message was received exactly once
 * and nothing is left over. Each call is a phase of its own on the same destination, so a phase to
 * warm up is calls whose figures are not used. Not thread-safe.
 */
public final class LoadRun {

  private static final Duration STALL = Duration.ofSeconds(30);
  private static final long LEFT_OVER_MILLIS = 200;

  private final Workload workload;
  private final ConnectionFactory factory;
  private final Duration stall;

  /** A run of the workload over connections of that factory. */
  public LoadRun(Workload workload, ConnectionFactory factory) {
    this(workload, factory, STALL);
  }

  /** A run that takes a message for lost when none has come for so long. */
  LoadRun(Workload workload, ConnectionFactory factory, Duration stall) {
    this.workload = workload;
    this.factory = factory;
    this.stall = stall;
  }

  /**
   * Runs the workload once.
   *
   * @param time how long producers send; not used by a drain
   * @param backlog how many messages a drain has before it; not used by others
   * @throws UnbalancedException when a message was lost, repeated, damaged, reordered or left over
   * @throws Exception when the broker fails
   */
  public Figures run(Duration time, int backlog) throws Exception {
    Figures figures = workload.shape() == Shape.DRAIN ? drain(backlog) : flow(time);
    refuseLeftOvers();
    return figures;
  }

  /**
   * Runs the workload for a time whose figures do not count: a flow once for all of it, a drain
   * again and again until it is over, at least once.
   *
   * @param time for how long
   * @param backlog how many messages each drain has before it
   * @throws Exception as {@link #run} does
   */
  public void warmUp(Duration time, int backlog) throws Exception {
    long began = System.nanoTime();
    do {
      run(time, backlog);
    } while (System.nanoTime() - began < time.toNanos());
  }

  private Figures flow(Duration time) throws Exception {
    Window window = Window.bounded(workload.copies());
    Receipts receipts = new Receipts();
    List<Consumer> consumers = openConsumers(receipts, window);
    SendingPhase phase = new SendingPhase(Load.lasting(time), window);
    List<SendingThread> senders = send(phase, receipts);
    finish(consumers, senders, receipts);
    return figures(phase.startedNanos(), phase, senders, consumers);
  }

  private Figures drain(int backlog) throws Exception {
    Window window = Window.unbounded();
    Receipts receipts = new Receipts();
    SendingPhase phase = new SendingPhase(Load.of(backlog, workload.producers()), window);
    List<SendingThread> senders = send(phase, receipts);
    long began = System.nanoTime();
    List<Consumer> consumers = openConsumers(receipts, window);
    finish(consumers, senders, receipts);
    return figures(began, phase, senders, consumers);
  }

  private List<Consumer> openConsumers(Receipts receipts, Window window) throws JMSException {
    List<Consumer> consumers = new ArrayList<>();
    for (int i = 0; i < workload.consumers(); i++) {
      consumers.add(Consumer.open(i, workload, factory, receipts, window));
    }
    return consumers;
  }

  private List<SendingThread> send(SendingPhase phase, Receipts receipts) throws Exception {
    List<SendingThread> senders = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(workload.producers());
    try {
      List<Future<SendingThread>> running = new ArrayList<>();
      for (int i = 0; i < workload.producers(); i++) {
        SendingThread sender = new SendingThread(i, workload, phase, factory);
        senders.add(sender);
        running.add(threads.submit(sender));
      }
      phase.begin();
      for (Future<SendingThread> sender : running) {
        sender.get();
      }
      receipts.throwFailure();
      return senders;
    } finally {
      threads.shutdownNow();
    }
  }

  private void finish(List<Consumer> consumers, List<SendingThread> senders, Receipts receipts)
      throws Exception {
    int[] sent = senders.stream().mapToInt(SendingThread::sent).toArray();
    long total = 0;
    for (int count : sent) {
      total += count;
    }
    receipts.await(total * workload.copies(), stall.toNanos());
    for (SendingThread sender : senders) {
      sender.close();
    }
    for (Consumer consumer : consumers) {
      consumer.close();
    }
    receipts.throwFailure();
    audit(sent, consumers.stream().map(consumer -> consumer.receiver().ledger()).toList());
  }

  private void audit(int[] sent, List<Ledger> ledgers) throws UnbalancedException {
    if (workload.topic()) {
      for (Ledger ledger : ledgers) {
        Audit.check(sent, List.of(ledger));
      }
    } else {
      Audit.check(sent, ledgers);
    }
  }

  private void refuseLeftOvers() throws Exception {
    for (int i = 0; i < workload.copies(); i++) {
      if (Consumer.finds(i, workload, factory, LEFT_OVER_MILLIS)) {
        throw new UnbalancedException(
            "A message was still there after every message had been received and acknowledged");
      }
    }
  }

  private Figures figures(
      long began, SendingPhase phase, List<SendingThread> senders, List<Consumer> consumers) {
    List<Receiver> receivers =
        consumers.stream().map(Consumer::receiver).filter(Receiver::hasReceived).toList();
    long messages = senders.stream().mapToLong(SendingThread::sent).sum();
    long lastSend = senders.stream().mapToLong(SendingThread::endedNanos).max().orElseThrow();
    long lastReceipt = receivers.stream().mapToLong(Receiver::lastNanos).max().orElseThrow();
    return new Figures(
        messages,
        Figures.perSecond(messages, Math.max(lastReceipt, lastSend) - began),
        Figures.perSecond(messages, lastSend - phase.startedNanos()),
        Latencies.merged(senders.stream().map(SendingThread::latencies).toList()),
        Latencies.merged(receivers.stream().map(Receiver::latencies).toList()));
  }
}
