// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Races for what passes between threads without a lock: the state of a {@link GroupEntry}, and all
 * that its readers take as published by it. A lost wake-up shows as the test's timeout.
 */
class GroupCommitStressTest {

  private static final int RACES = Integer.getInteger("sluice.stress.races", 5_000);
  private static final int WRITERS = 4;
  private static final int WRITES = RACES / 10;

  @Test
  void settledEntryWakesItsThreadWhichSeesTheFailure() throws Exception {
    StoreException failure = new StoreException("made up");
    AtomicReference<GroupEntry<String>> shared = new AtomicReference<>();
    race(
        () -> {
          GroupEntry<String> entry = GroupEntry.awaited("batch", 1);
          shared.set(entry);
          assertFalse(entry.awaitTurn());
          assertTrue(entry.isSettled());
          assertSame(failure, entry.failure);
        },
        () -> {
          GroupEntry<String> entry = handed(shared);
          entry.failure = failure;
          entry.settled();
        });
  }

  @Test
  void entryThatIsToLeadWakesItsThreadUnsettled() throws Exception {
    AtomicReference<GroupEntry<String>> shared = new AtomicReference<>();
    race(
        () -> {
          GroupEntry<String> entry = GroupEntry.awaited("batch", 1);
          shared.set(entry);
          assertFalse(entry.awaitTurn());
          assertFalse(entry.isSettled());
        },
        () -> handed(shared).lead());
  }

  @Test
  void interruptThatRacesWithTheEndIsReportedOnceAndEndsNoWaitEarly() throws Exception {
    AtomicReference<GroupEntry<String>> shared = new AtomicReference<>();
    AtomicReference<Thread> waiter = new AtomicReference<>();
    race(
        () -> {
          waiter.set(Thread.currentThread());
          GroupEntry<String> entry = GroupEntry.awaited("batch", 1);
          shared.set(entry);
          boolean reported = entry.awaitTurn();
          assertTrue(entry.isSettled());
          while (!reported && !Thread.interrupted()) {
            Thread.onSpinWait();
          }
          assertFalse(Thread.currentThread().isInterrupted());
        },
        () -> {
          GroupEntry<String> entry = handed(shared);
          waiter.get().interrupt();
          entry.settled();
        });
  }

  /** Runs both actions at once, again and again; the second begins with what the first hands it. */
  private static void race(Action one, Action other) throws Exception {
    CyclicBarrier round = new CyclicBarrier(2);
    ExecutorService threads = Executors.newCachedThreadPool(GroupCommitStressTest::daemon);
    try {
      Future<?> first = threads.submit(() -> repeat(one, round));
      Future<?> second = threads.submit(() -> repeat(other, round));
      first.get();
      second.get();
    } finally {
      threads.shutdownNow();
    }
  }

  /** A thread that is stuck after a failure must not keep the JVM. */
  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "stress");
    thread.setDaemon(true);
    return thread;
  }

  private static Void repeat(Action action, CyclicBarrier round) throws Exception {
    for (int i = 0; i < RACES; i++) {
      action.run();
      round.await();
    }
    return null;
  }

  private static GroupEntry<String> handed(AtomicReference<GroupEntry<String>> shared) {
    GroupEntry<String> entry = shared.getAndSet(null);
    while (entry == null) {
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("The other side has failed");
      }
      Thread.onSpinWait();
      entry = shared.getAndSet(null);
    }
    return entry;
  }

  /** What one side of a race does. */
  @FunctionalInterface
  private interface Action {
    void run() throws Exception;
  }

  @Test
  void everyBatchIsFlushedOnceByOneLeaderAtATimeBeforeItsWriterGoesOn() throws Exception {
    AtomicIntegerArray flushed = new AtomicIntegerArray(WRITERS * WRITES);
    AtomicIntegerArray told = new AtomicIntegerArray(WRITERS * WRITES);
    AtomicBoolean flushing = new AtomicBoolean();
    List<String> faults = Collections.synchronizedList(new ArrayList<>());
    ExecutorService threads = Executors.newCachedThreadPool(GroupCommitStressTest::daemon);
    GroupCommit<Integer> groups =
        new GroupCommit<>(
            group -> {
              if (!flushing.compareAndSet(false, true)) {
                faults.add("two flushes at a time");
              }
              group.forEach(flushed::incrementAndGet);
              flushing.set(false);
            },
            batch -> 1,
            new GroupCommit.Limits(3, 3),
            threads,
            threads);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int first = writer * WRITES;
        writers.add(threads.submit(() -> write(groups, first, flushed, told, faults)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      groups.close();
    } finally {
      threads.shutdown();
    }
    assertEquals(List.of(), faults);
    for (int batch = 0; batch < WRITERS * WRITES; batch++) {
      assertEquals(1, flushed.get(batch), "batch " + batch);
      assertEquals(batch % 3 == 2 ? 0 : 1, told.get(batch), "listener of batch " + batch);
    }
  }

  /** Every third batch waits for its flush, the others for nobody; some are interrupted. */
  private static Void write(
      GroupCommit<Integer> groups,
      int first,
      AtomicIntegerArray flushed,
      AtomicIntegerArray told,
      List<String> faults)
      throws StoreException {
    for (int batch = first; batch < first + WRITES; batch++) {
      int number = batch;
      boolean interrupted = batch % 7 == 0;
      if (batch % 3 == 0) {
        groups.writeLater(batch, failure -> told.incrementAndGet(number));
        continue;
      }
      if (batch % 3 == 1) {
        groups.writeSoon(batch, failure -> told.incrementAndGet(number));
        continue;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      groups.write(batch);
      if (flushed.get(batch) != 1 || Thread.interrupted() != interrupted) {
        faults.add("batch " + batch + " came back too early, or its interrupt did not");
      }
    }
    return null;
  }
}
