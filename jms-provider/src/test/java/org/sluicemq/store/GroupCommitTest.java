// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

  /** Writes nowhere; remembers groups, can be held and can fail. */
  private static final class RecordingFlush implements GroupCommit.Flush<String> {
    final List<List<String>> groups = Collections.synchronizedList(new ArrayList<>());
    final List<Thread> leaders = Collections.synchronizedList(new ArrayList<>());
    final Semaphore passes = new Semaphore(Integer.MAX_VALUE);
    final CountDownLatch entered = new CountDownLatch(1);
    final AtomicBoolean busy = new AtomicBoolean();
    final AtomicBoolean sawInterrupt = new AtomicBoolean();
    volatile StoreException failure;

    @Override
    public void flush(List<String> group) throws StoreException {
      assertTrue(busy.compareAndSet(false, true), "two groups at a time");
      sawInterrupt.compareAndSet(false, Thread.currentThread().isInterrupted());
      entered.countDown();
      passes.acquireUninterruptibly();
      groups.add(List.copyOf(group));
      leaders.add(Thread.currentThread());
      busy.set(false);
      if (group.contains("contradiction")) {
        throw new RefusedBatchException("contradiction");
      }
      if (failure != null) {
        throw failure;
      }
    }

    void hold() {
      passes.drainPermits();
    }

    void letGo() {
      passes.release(1000);
    }
  }

  private final RecordingFlush flush = new RecordingFlush();
  private final ConcurrentLinkedQueue<Runnable> delayed = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Runnable> soon = new ConcurrentLinkedQueue<>();
  private final GroupCommit<String> commit = commit(100, 1000);

  private GroupCommit<String> commit(int batches, long weight) {
    return new GroupCommit<>(
        flush, String::length, new GroupCommit.Limits(batches, weight), delayed::add, soon::add);
  }

  private GroupCommit<String> timed(LongSupplier nanoTime) {
    return new GroupCommit<>(
        flush,
        String::length,
        new GroupCommit.Limits(100, 1000),
        delayed::add,
        soon::add,
        nanoTime);
  }

  /** A write on a thread of its own, begun once everybody before it waits. */
  private static final class Writer {
    final FutureTask<Void> result;
    final Thread thread;

    Writer(GroupCommit<String> commit, String batch) {
      result =
          new FutureTask<>(
              () -> {
                commit.write(batch);
                return null;
              });
      thread = new Thread(result);
      thread.start();
    }

    Writer awaitParked() {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      return this;
    }
  }

  private Writer holdLeader(String batch) throws InterruptedException {
    flush.hold();
    Writer leader = new Writer(commit, batch);
    flush.entered.await();
    return leader;
  }

  @Test
  void loneWriterLeadsItsOwnGroupAtOnce() throws Exception {
    commit.write("a");
    commit.write("b");
    assertEquals(List.of(List.of("a"), List.of("b")), flush.groups);
    assertEquals(Set.of(Thread.currentThread()), Set.copyOf(flush.leaders));
    assertTrue(delayed.isEmpty());
  }

  @Test
  void thoseWhoComeMeanwhileFormTheNextGroupLedByTheFirstOfThem() throws Exception {
    Writer leader = holdLeader("first");
    List<Writer> followers = new ArrayList<>();
    for (String batch : List.of("a", "b", "c")) {
      followers.add(new Writer(commit, batch).awaitParked());
    }
    flush.letGo();
    leader.result.get();
    for (Writer follower : followers) {
      follower.result.get();
    }
    assertEquals(List.of(List.of("first"), List.of("a", "b", "c")), flush.groups);
    assertEquals(List.of(leader.thread, followers.get(0).thread), flush.leaders);
  }

  @Test
  void groupEndsAtItsLimits() throws Exception {
    GroupCommit<String> small = commit(3, 10);
    for (String batch : List.of("1", "2", "3", "4", "12345", "12345", "x", "123456789012", "y")) {
      small.writeLater(batch, WriteListener.NONE);
    }
    small.flush();
    assertEquals(
        List.of(
            List.of("1", "2", "3"),
            List.of("4", "12345", "12345"),
            List.of("x", "123456789012"),
            List.of("y")),
        flush.groups);
  }

  @Test
  void laterBatchesJoinTheNextGroupInOrder() throws Exception {
    commit.writeLater("a", WriteListener.NONE);
    commit.writeLater("b", WriteListener.NONE);
    commit.write("c");
    assertEquals(List.of(List.of("a", "b", "c")), flush.groups);
  }

  @Test
  void laterBatchesAloneAreLedByTheDelayedTaskAskedForOnce() throws Exception {
    List<String> told = new ArrayList<>();
    commit.writeLater("a", failure -> told.add("a " + failure));
    commit.writeLater("b", failure -> told.add("b " + failure));
    assertEquals(1, delayed.size());
    assertEquals(List.of(), told);
    delayed.remove().run();
    assertEquals(List.of("a null", "b null"), told);
    assertEquals(List.of(List.of("a", "b")), flush.groups);
    commit.writeLater("c", WriteListener.NONE);
    assertEquals(1, delayed.size());
  }

  @Test
  void batchThatIsWantedSoonAsksForALeadAtOnceAndBringsTheLaterOnesAlong() throws Exception {
    List<String> told = new ArrayList<>();
    commit.writeLater("a", failure -> told.add("a " + failure));
    assertTrue(soon.isEmpty());
    commit.writeSoon("b", failure -> told.add("b " + failure));
    commit.writeSoon("c", failure -> told.add("c " + failure));
    assertEquals(1, soon.size());
    soon.remove().run();
    assertEquals(List.of("a null", "b null", "c null"), told);
    assertEquals(List.of(List.of("a", "b", "c")), flush.groups);
    assertTrue(soon.isEmpty());
    commit.writeSoon("d", WriteListener.NONE);
    assertEquals(1, soon.size());
    soon.remove().run();
    delayed.remove().run();
    assertEquals(List.of(List.of("a", "b", "c"), List.of("d")), flush.groups);
  }

  @Test
  void whatIsWantedSoonAndComesDuringAFlushIsLedWhenItEnds() throws Exception {
    Writer leader = holdLeader("first");
    commit.writeSoon("a", WriteListener.NONE);
    commit.writeSoon("b", WriteListener.NONE);
    assertTrue(soon.isEmpty());
    flush.letGo();
    leader.result.get();
    assertEquals(1, soon.size());
    soon.remove().run();
    assertEquals(List.of(List.of("first"), List.of("a", "b")), flush.groups);
  }

  @Test
  void delayedTaskThatComesTooLateDoesNothing() throws Exception {
    commit.writeLater("a", WriteListener.NONE);
    commit.write("b");
    delayed.remove().run();
    assertEquals(1, flush.groups.size());
  }

  @Test
  void laterBatchLeftBehindByALeaderIsNotForgotten() throws Exception {
    Writer leader = holdLeader("first");
    commit.writeLater("a", WriteListener.NONE);
    assertTrue(delayed.isEmpty());
    flush.letGo();
    leader.result.get();
    delayed.remove().run();
    assertEquals(List.of(List.of("first"), List.of("a")), flush.groups);
  }

  @Test
  void failureReachesEveryoneInTheGroupAndNobodyElse() throws Exception {
    Writer leader = holdLeader("first");
    Writer second = new Writer(commit, "second").awaitParked();
    AtomicReference<StoreException> third = new AtomicReference<>();
    commit.writeLater("third", third::set);
    flush.failure = new StoreException("disk is gone");
    flush.letGo();
    Exception told = assertThrows(Exception.class, leader.result::get);
    assertEquals("disk is gone", told.getCause().getMessage());
    assertThrows(Exception.class, second.result::get);
    assertSame(flush.failure, third.get());
    flush.failure = null;
    commit.write("fourth");
    assertEquals(List.of("fourth"), flush.groups.get(flush.groups.size() - 1));
  }

  @Test
  void refusedGroupIsRepeatedBatchByBatch() throws Exception {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    for (String batch : List.of("a", "contradiction", "b")) {
      commit.writeLater(batch, failure -> told.add(batch + (failure == null ? " ok" : " no")));
    }
    commit.flush();
    assertEquals(List.of("a ok", "contradiction no", "b ok"), told);
    assertEquals(
        List.of(
            List.of("a", "contradiction", "b"),
            List.of("a"),
            List.of("contradiction"),
            List.of("b")),
        flush.groups);
    commit.flush();
    assertThrows(RefusedBatchException.class, () -> commit.write("contradiction"));
  }

  @Test
  void unexpectedFailureLeavesNobodyWaiting() throws Exception {
    GroupCommit<String> broken =
        new GroupCommit<>(
            group -> {
              throw new IllegalStateException("a bug");
            },
            String::length,
            new GroupCommit.Limits(10, 10),
            delayed::add,
            soon::add);
    for (int i = 0; i < 2; i++) {
      StoreException failure = assertThrows(StoreException.class, () -> broken.write("a"));
      assertTrue(failure.getMessage().contains("a bug"));
    }
  }

  @Test
  void listenerThatThrowsHarmsNobody() throws Exception {
    commit.writeLater(
        "a",
        failure -> {
          throw new IllegalStateException("thrown on purpose by a test");
        });
    commit.write("b");
    commit.write("c");
    assertEquals(List.of(List.of("a", "b"), List.of("c")), flush.groups);
  }

  @Test
  void listenerThatEndsInAnErrorHarmsNobody() throws Exception {
    commit.writeLater(
        "a",
        failure -> {
          throw new AssertionError("thrown on purpose by a test");
        });
    commit.write("b");
    commit.write("c");
    assertEquals(List.of(List.of("a", "b"), List.of("c")), flush.groups);
  }

  @Test
  void writeIsDoneWhenNoThreadOfTheStoreCanBeHad() throws Exception {
    List<String> told = new ArrayList<>();
    GroupCommit<String> alone =
        new GroupCommit<>(
            flush,
            String::length,
            new GroupCommit.Limits(100, 1000),
            GroupCommitTest::exhausted,
            GroupCommitTest::exhausted);
    alone.writeSoon("a", failure -> told.add("a " + failure));
    alone.writeLater("b", failure -> told.add("b " + failure));
    alone.write("c");
    assertEquals(List.of("a null", "b null"), told);
    assertEquals(List.of(List.of("a"), List.of("b"), List.of("c")), flush.groups);
  }

  private static void exhausted(Runnable task) {
    throw new OutOfMemoryError("unable to create a thread, on purpose by a test");
  }

  /** The clock is the first and the last that a leader asks before and after a flush. */
  @Test
  void errorOfALeaderIsToldToItsGroupAndTheNextGroupIsLed() throws Exception {
    for (int reading = 1; reading <= 2; reading++) {
      AtomicInteger left = new AtomicInteger(reading);
      List<StoreException> told = new ArrayList<>();
      GroupCommit<String> failing =
          timed(
              () -> {
                if (left.decrementAndGet() == 0) {
                  throw new StackOverflowError("thrown on purpose by a test");
                }
                return 0;
              });
      failing.writeLater("a", told::add);
      if (reading == 1) {
        assertThrows(UnknownOutcomeException.class, () -> failing.write("b"));
        assertTrue(told.get(0) instanceof UnknownOutcomeException, told.toString());
      } else {
        failing.write("b");
        assertNull(told.get(0));
      }
      failing.write("c");
      failing.writeSoon("d", told::add);
      soon.remove().run();
      assertNull(told.get(1));
      failing.close();
    }
  }

  @Test
  void followersOfALeaderThatIsCutOffAreServed() throws Exception {
    AtomicBoolean cut = new AtomicBoolean();
    GroupCommit<String> cutting =
        timed(
            () -> {
              if (cut.getAndSet(false)) {
                throw new OutOfMemoryError("thrown on purpose by a test");
              }
              return 0;
            });
    flush.hold();
    Writer leader = new Writer(cutting, "first");
    flush.entered.await();
    Writer follower = new Writer(cutting, "second").awaitParked();
    cut.set(true);
    flush.letGo();
    leader.result.get();
    follower.result.get();
    cutting.write("third");
    assertEquals(List.of(List.of("first"), List.of("second"), List.of("third")), flush.groups);
  }

  /** What is thrown when even the making of an exception fails. */
  private static final class UnspeakableError extends OutOfMemoryError {
    private static final long serialVersionUID = 1L;

    @Override
    public String toString() {
      throw new OutOfMemoryError("no room for a text");
    }
  }

  @Test
  void errorThatLeavesNoRoomToTellIsToldAllTheSame() throws Exception {
    AtomicBoolean exhausted = new AtomicBoolean(true);
    GroupCommit<String> broken =
        new GroupCommit<>(
            group -> {
              if (exhausted.getAndSet(false)) {
                throw new UnspeakableError();
              }
            },
            String::length,
            new GroupCommit.Limits(10, 10),
            delayed::add,
            soon::add);
    StoreException told = assertThrows(UnknownOutcomeException.class, () -> broken.write("a"));
    assertTrue(told.getMessage().contains("broken off"), told.getMessage());
    broken.write("b");
  }

  @Test
  void interruptNeitherEndsAWaitNorReachesTheFlushNorIsLost() throws Exception {
    Writer leader = holdLeader("first");
    AtomicBoolean pending = new AtomicBoolean();
    Thread follower =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              try {
                commit.write("second");
              } catch (StoreException e) {
                return;
              }
              pending.set(Thread.currentThread().isInterrupted());
            });
    follower.start();
    while (follower.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    follower.interrupt();
    follower.interrupt();
    assertEquals(0, flush.groups.size());
    flush.letGo();
    leader.result.get();
    follower.join();
    assertTrue(pending.get());
    assertEquals(List.of(List.of("first"), List.of("second")), flush.groups);
    assertEquals(follower, flush.leaders.get(1));
    assertFalse(flush.sawInterrupt.get());
  }

  @Test
  void flushWaitsForWhatIsUnderWay() throws Exception {
    Writer leader = holdLeader("first");
    AtomicReference<StoreException> told = new AtomicReference<>(new StoreException("not told"));
    commit.writeLater("a", told::set);
    FutureTask<Void> flushed =
        new FutureTask<>(
            () -> {
              commit.flushLater();
              return null;
            });
    Thread waiting = new Thread(flushed);
    waiting.start();
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertFalse(flushed.isDone());
    flush.letGo();
    flushed.get();
    leader.result.get();
    assertNull(told.get());
  }

  @Test
  void flushWithNothingPendingFlushesNothing() throws Exception {
    commit.flush();
    commit.flushLater();
    assertEquals(List.of(), flush.groups);
  }

  @Test
  void closeTakesWhatIsPendingAndRefusesTheRest() throws Exception {
    commit.writeLater("a", WriteListener.NONE);
    commit.close();
    assertEquals(List.of(List.of("a")), flush.groups);
    AtomicReference<StoreException> told = new AtomicReference<>();
    commit.writeLater("b", told::set);
    assertTrue(told.get().getMessage().contains("closed"));
    assertThrows(StoreException.class, () -> commit.write("c"));
    assertThrows(StoreException.class, commit::flush);
    assertThrows(StoreException.class, commit::flushLater);
    commit.close();
    assertEquals(1, flush.groups.size());
  }

  @Test
  void eachThreadsBatchesAreFlushedInItsOrderWhateverTheRest() throws Exception {
    int threads = 8;
    int each = 500;
    GroupCommit<String> busy = commit(5, 1000);
    MessageStoreContract.inParallel(
        threads,
        number -> {
          for (int i = 0; i < each; i++) {
            if (i % 3 == 0) {
              busy.writeLater(number + ":" + i, WriteListener.NONE);
            } else {
              busy.write(number + ":" + i);
            }
          }
          busy.flush();
        });
    List<String> flushed = flush.groups.stream().flatMap(List::stream).toList();
    assertEquals(threads * each, flushed.size());
    for (int number = 1; number <= threads; number++) {
      String prefix = number + ":";
      assertEquals(
          IntStream.range(0, each).mapToObj(i -> prefix + i).toList(),
          flushed.stream().filter(batch -> batch.startsWith(prefix)).toList());
    }
  }

  /** A commit whose first group has "a" and "b", flushed in a minute of the clock's time. */
  private GroupCommit<String> afterAGroupOfTwo(AtomicLong clock) throws Exception {
    GroupCommit<String> measured = timed(clock::get);
    flush.hold();
    Writer first = new Writer(measured, "first");
    flush.entered.await();
    Writer a = new Writer(measured, "a").awaitParked();
    Writer b = new Writer(measured, "b").awaitParked();
    clock.addAndGet(60_000_000_000L);
    flush.letGo();
    first.result.get();
    // They wait for the first to come back, which it does not.
    awaitGathering(a);
    clock.addAndGet(60_000_000_000L);
    a.result.get();
    b.result.get();
    assertEquals(List.of(List.of("first"), List.of("a", "b")), flush.groups);
    return measured;
  }

  private static void awaitGathering(Writer leader) {
    while (leader.thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void leaderWaitsForThoseWhomTheGroupBeforeReleased() throws Exception {
    GroupCommit<String> measured = afterAGroupOfTwo(new AtomicLong());
    Writer c = new Writer(measured, "c");
    awaitGathering(c);
    measured.write("d");
    c.result.get();
    assertEquals(List.of("c", "d"), flush.groups.get(2));
  }

  @Test
  void leaderGoesOnAloneWhenTheOthersStayAway() throws Exception {
    AtomicLong clock = new AtomicLong();
    GroupCommit<String> measured = afterAGroupOfTwo(clock);
    Writer c = new Writer(measured, "c");
    awaitGathering(c);
    clock.addAndGet(60_000_000_000L);
    c.result.get();
    assertEquals(List.of("c"), flush.groups.get(2));
  }

  @Test
  void interruptNeitherEndsTheGatheringNorIsLost() throws Exception {
    GroupCommit<String> measured = afterAGroupOfTwo(new AtomicLong());
    AtomicBoolean pending = new AtomicBoolean();
    FutureTask<Void> write =
        new FutureTask<>(
            () -> {
              measured.write("c");
              pending.set(Thread.currentThread().isInterrupted());
              return null;
            });
    Thread leader = new Thread(write);
    leader.start();
    while (leader.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    leader.interrupt();
    while (leader.isInterrupted() || leader.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    measured.write("d");
    write.get();
    assertEquals(List.of("c", "d"), flush.groups.get(2));
    assertTrue(pending.get());
    assertFalse(flush.sawInterrupt.get());
  }
}
