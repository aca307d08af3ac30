// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import java.util.Optional;
import org.sluicemq.benchmarks.contender.RunningBroker;
import org.sluicemq.benchmarks.measure.BacklogFront;
import org.sluicemq.benchmarks.measure.Place;
import org.sluicemq.benchmarks.measure.UnbalancedException;

/**
 * Compares what was committed with the messages in the queue and the rows in the table, and takes
 * both away. Used by one thread, while nobody makes transactions.
 */
final class Books {

  private static final int UNIT = 100;
  private static final long LONGEST_WAIT_MILLIS = 10_000;

  private final Optional<RunningBroker> broker;
  private final RowDatabase rows;

  Books(Optional<RunningBroker> broker, RowDatabase rows) {
    this.broker = broker;
    this.rows = rows;
  }

  /**
   * Requires each committed transaction's message exactly once, undamaged and in its thread's
   * order, its row if it wrote one, and nothing else.
   *
   * @param committed how many transactions each thread has committed
   * @param withRows whether they wrote rows
   * @throws UnbalancedException saying what is missing or too much
   */
  void settle(int[] committed, boolean withRows) throws Exception {
    if (broker.isPresent()) {
      settleMessages(broker.get(), committed);
    }
    for (int thread = 0; thread < committed.length; thread++) {
      int expected = withRows ? committed[thread] : 0;
      long all = rows.count(RowDatabase.key(thread, 0), RowDatabase.key(thread + 1, 0));
      long own = rows.count(RowDatabase.key(thread, 0), RowDatabase.key(thread, expected));
      require("rows of thread " + thread, expected, all);
      require("rows of committed transactions of thread " + thread, expected, own);
    }
    rows.empty();
  }

  private static void settleMessages(RunningBroker broker, int[] committed) throws Exception {
    int expected = 0;
    for (int each : committed) {
      expected += each;
    }
    require("messages in the queue", expected, broker.depth().of(Place.NAME));
    int[] next = new int[committed.length];
    try (BacklogFront front =
        new BacklogFront(broker.connectionFactory(), next, LONGEST_WAIT_MILLIS)) {
      for (int received = 1; received <= expected; received++) {
        front.receive();
        if (received % UNIT == 0 || received == expected) {
          front.commit();
        }
      }
    }
    for (int thread = 0; thread < committed.length; thread++) {
      require("messages of thread " + thread, committed[thread], next[thread]);
    }
    require("messages left in the queue", 0, broker.depth().of(Place.NAME));
  }

  private static void require(String what, long expected, long found) throws UnbalancedException {
    if (found != expected) {
      throw new UnbalancedException(
          "There are " + found + " " + what + " where " + expected + " are due");
    }
  }
}
