// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sluicemq.store.MemoryMessageStore;
import org.sluicemq.store.StoreException;

/**
 * The broker's clock, a transaction manager and an operator come at the same moment: each branch
 * ends once, and whoever drives it is told how.
 */
class BranchRaceTest {

  private static final int BRANCHES = 3_000;

  /** Held here, since the logging of the JDK forgets levels of loggers that nobody holds. */
  private static final Logger LOG = Logger.getLogger("org.sluicemq.broker.transaction");

  private final Clock clock = new Clock();
  private final CyclicBarrier barrier = new CyclicBarrier(3);
  private final BranchTable table =
      new BranchTable(
          new MemoryMessageStore("race"),
          new TransactionPolicy(Duration.ofMillis(1), Duration.ofHours(1)),
          clock,
          () -> null,
          failure -> {});
  private final List<Noted> works = new ArrayList<>();
  private int decided;
  private final List<String> told = new ArrayList<>();

  /** Its timer rings on the thread that moves the time. */
  private static final class Clock implements Timers {

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final AtomicReference<Runnable> timer = new AtomicReference<>(() -> {});

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now.get());
    }

    @Override
    public Runnable executeAt(Runnable task, long at) {
      timer.set(task);
      return () -> {};
    }

    void advance(long millis) {
      now.addAndGet(millis);
      timer.get().run();
    }
  }

  @BeforeAll
  static void tellOnlyWhatIsWrong() {
    LOG.setLevel(Level.SEVERE);
  }

  @AfterAll
  static void tellAllAgain() {
    LOG.setLevel(null);
  }

  private static Xid xid(int number) {
    return new TestXid(7, new byte[] {(byte) (number >> 8), (byte) number}, new byte[] {1});
  }

  /** What one of the three does at the moment at which all are let go. */
  @FunctionalInterface
  private interface Part {
    void at(int branch) throws Exception;
  }

  private Void forEach(Part before, Part part) throws Exception {
    for (int i = 0; i < BRANCHES; i++) {
      before.at(i);
      barrier.await();
      part.at(i);
      barrier.await();
    }
    return null;
  }

  @Test
  void branchEndsOnceAndItsManagerIsToldHow() throws Exception {
    ExecutorService others = Executors.newFixedThreadPool(2);
    try {
      Future<Void> timing = others.submit(() -> forEach(i -> {}, i -> clock.advance(2)));
      Future<Void> operating = others.submit(() -> forEach(i -> {}, this::operate));
      forEach(this::work, this::end);
      timing.get();
      operating.get();
    } finally {
      others.shutdownNow();
    }
    for (int i = 0; i < BRANCHES; i++) {
      List<String> ends = new ArrayList<>(works.get(i).story);
      ends.removeAll(List.of("prepare", "commit"));
      assertEquals(List.of(told.get(i)), ends, "branch " + i);
    }
    assertEquals(0, table.size());
    assertTrue(told.containsAll(List.of("committed", "rolled back")), "a race without a winner");
    assertTrue(decided > 0, "an operator who is always late");
  }

  private void work(int branch) throws XAException {
    Noted work = new Noted();
    works.add(work);
    table.start(xid(branch), XAResource.TMNOFLAGS).add(work);
    table.end(xid(branch), XAResource.TMSUCCESS);
    if (isPreparedBefore(branch)) {
      table.prepare(xid(branch));
    }
  }

  private static boolean isPreparedBefore(int branch) {
    return branch % 3 == 1;
  }

  private void end(int branch) throws XAException {
    Xid xid = xid(branch);
    boolean onePhase = branch % 3 == 0;
    try {
      if (!onePhase && !isPreparedBefore(branch)) {
        table.prepare(xid);
      }
      table.commit(xid, onePhase);
      told.add("committed");
    } catch (XAException e) {
      switch (e.errorCode) {
        case XAException.XA_RBTIMEOUT -> told.add("rolled back");
        case XAException.XA_HEURCOM -> told.add("committed");
        case XAException.XA_HEURRB -> told.add("rolled back");
        default -> throw e;
      }
      if (e.errorCode != XAException.XA_RBTIMEOUT) {
        table.forget(xid);
      }
    }
  }

  /** Tries as long as there is such a branch. */
  private void operate(int branch) throws XAException, StoreException {
    Xid xid = xid(branch);
    for (UnitOfWork unit = table.unit(xid); unit != null; unit = table.unit(xid)) {
      try {
        table.decisions().decide(BranchTable.name(xid), branch % 2 == 0, "ada", "why not");
        decided++;
        return;
      } catch (IllegalArgumentException notInDoubt) {
        // It is not prepared yet, or not any more.
      }
    }
  }
}
