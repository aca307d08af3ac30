// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sluicemq.benchmarks.contender.RunningBroker;
import org.sluicemq.benchmarks.measure.Figures;
import org.sluicemq.benchmarks.measure.Latencies;
import org.sluicemq.benchmarks.workload.TransferRow;

/**
 * Makes the transactions of a row on one broker, and then requires that messages and rows are those
 * that were committed. It begins with an empty queue and an empty table, and leaves them so when
 * the books are settled. Not thread-safe.
 */
public final class TransferRun {

  private final Optional<RunningBroker> broker;
  private final RowDatabase rows;

  /**
   * Runs over connections to that broker and that database.
   *
   * @param broker the broker; without one, transactions with rows are made as if it cost nothing
   */
  public TransferRun(Optional<RunningBroker> broker, RowDatabase rows) {
    this.broker = broker;
    this.rows = rows;
  }

  /**
   * What was made; worth nothing until it is settled.
   *
   * @param row the row
   * @param committed how many transactions each thread has committed
   * @param figures transactions as messages; how long each took from its begin to the return of its
   *     commit as both percentiles
   */
  public record Made(TransferRow row, List<Integer> committed, Figures figures) {}

  /**
   * Makes transactions for a time, at least one in each thread.
   *
   * @throws Exception when a transaction fails
   */
  public Made make(TransferRow row, Duration time) throws Exception {
    List<TransferThread> threads = transfer(row, time);
    return new Made(row, threads.stream().map(TransferThread::made).toList(), figures(threads));
  }

  /**
   * Requires that messages and rows are those that were committed, and takes them away.
   *
   * @throws org.sluicemq.benchmarks.measure.UnbalancedException when they are not
   */
  public void settle(Made made) throws Exception {
    int[] committed = made.committed().stream().mapToInt(Integer::intValue).toArray();
    new Books(broker, rows).settle(committed, made.row().writesRow());
  }

  private List<TransferThread> transfer(TransferRow row, Duration time) throws Exception {
    List<Transfer> transfers = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(row.threads());
    try {
      for (int thread = 0; thread < row.threads(); thread++) {
        transfers.add(open(row, thread));
      }
      CyclicBarrier start = new CyclicBarrier(row.threads());
      List<Future<TransferThread>> running = new ArrayList<>();
      for (Transfer transfer : transfers) {
        running.add(threads.submit(new TransferThread(transfer, start, time.toNanos())));
      }
      List<TransferThread> done = new ArrayList<>();
      for (Future<TransferThread> thread : running) {
        done.add(thread.get());
      }
      return done;
    } finally {
      threads.shutdownNow();
      for (Transfer transfer : transfers) {
        transfer.close();
      }
    }
  }

  private Transfer open(TransferRow row, int thread) throws Exception {
    if (!row.jakarta()) {
      return new LocalTransfer(thread, broker.orElseThrow().connectionFactory());
    }
    return row.writesRow()
        ? new JakartaTransfer(new RowWriter(thread, rows), sender(thread))
        : new JakartaTransfer(sender(thread));
  }

  private Participant sender(int thread) throws JMSException {
    return broker.isPresent()
        ? new XaSender(thread, broker.get().xaConnectionFactory())
        : new FreeOfCharge();
  }

  private static Figures figures(List<TransferThread> threads) {
    long made = threads.stream().mapToLong(TransferThread::made).sum();
    long began = threads.stream().mapToLong(TransferThread::startedNanos).min().orElseThrow();
    long ended = threads.stream().mapToLong(TransferThread::endedNanos).max().orElseThrow();
    double rate = Figures.perSecond(made, ended - began);
    var latency = Latencies.merged(threads.stream().map(TransferThread::latencies).toList());
    return new Figures(made, rate, rate, latency, latency);
  }
}
