// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * Makes the writes of many threads durable with few forces. The first caller to arrive becomes the
 * leader and flushes everything that is pending as one group; those who come meanwhile wait and
 * form the next group, led by the first of them. So a lone caller waits for nobody and no thread is
 * needed for leading. A leader may wait, never longer than a flush takes, for the callers whom the
 * group before has released, see {@link Gathering}.
 *
 * <p>What was handed over by {@link #writeLater} joins the next group. If none comes, the executor
 * given to the constructor leads it after its delay. For what was handed over by {@link #writeSoon}
 * another executor leads at once when nobody else does: what comes while it flushes forms the next
 * group, so that a sender that does not wait is still served by few forces.
 *
 * <p>Batches are flushed in the order in which they were handed over, and never two groups at a
 * time. A flush that fails fails its whole group, except that a group refused with {@link
 * RefusedBatchException} is repeated batch by batch, so that only the batch at fault is refused.
 * Whether the store goes on after a failure is the flush's business.
 *
 * <p>Safe for any thread. An interrupt never ends a wait early, never reaches the flush and is
 * pending again when a call returns. Nobody spins: on few cores a spinning follower takes the time
 * that the leader needs.
 *
 * @param <B> a batch, as the flush takes it
 */
public final class GroupCommit<B> {

  /**
   * Makes a group durable.
   *
   * @param <B> a batch
   */
  @FunctionalInterface
  public interface Flush<B> {

    /**
     * Makes all batches durable, each of them whole.
     *
     * @param group at least one batch, in order
     * @throws RefusedBatchException if nothing was applied because one of them contradicts the
     *     store
     * @throws StoreException if the group is not durable
     */
    void flush(List<B> group) throws StoreException;
  }

  /**
   * How large a group may grow; a single batch may always pass.
   *
   * @param batches at most so many batches
   * @param weight no further batch when this weight is reached
   */
  public record Limits(int batches, long weight) {}

  /** Who leads a group that no thread waits for. */
  private enum Lead {
    NOBODY,
    DELAYED,
    SOON
  }

  private final GroupFlush<B> flush;
  private final ToLongFunction<B> weigher;
  private final Limits limits;
  private final Executor delayed;
  private final Executor soon;
  private final LongSupplier nanoTime;

  /** Guards all fields below. Held for a few instructions at a time, never while flushing. */
  private final ReentrantLock lock = new ReentrantLock();

  private final PendingEntries<B> pending = new PendingEntries<>();
  private boolean led;
  private final Gathering gathering = new Gathering();
  private final Set<Lead> leadsAsked = EnumSet.noneOf(Lead.class);
  private boolean closed;
  private long unsettledLater;
  private long failures;
  private StoreException lastFailure;

  /**
   * Makes a group commit.
   *
   * @param flush makes a group durable; called by one thread at a time
   * @param weigher the weight of a batch, in bytes or whatever the limits count
   * @param limits how large a group may grow
   * @param delayed runs a task on a thread of the store a few milliseconds after it was handed over
   * @param soon runs a task on a thread of the store without delay
   */
  public GroupCommit(
      Flush<B> flush, ToLongFunction<B> weigher, Limits limits, Executor delayed, Executor soon) {
    this(flush, weigher, limits, delayed, soon, System::nanoTime);
  }

  /** With the clock by which flushes are measured, in nanoseconds from any origin. */
  GroupCommit(
      Flush<B> flush,
      ToLongFunction<B> weigher,
      Limits limits,
      Executor delayed,
      Executor soon,
      LongSupplier nanoTime) {
    this.flush = new GroupFlush<>(flush);
    this.weigher = weigher;
    this.limits = limits;
    this.delayed = delayed;
    this.soon = soon;
    this.nanoTime = nanoTime;
  }

  /**
   * Makes a batch durable.
   *
   * @param batch the batch
   * @throws StoreException if it is not durable, or the group commit is closed
   */
  public void write(B batch) throws StoreException {
    settle(GroupEntry.awaited(batch, weigher.applyAsLong(batch)), false);
  }

  /**
   * Takes a batch into the next group and returns at once.
   *
   * @param batch the batch
   * @param listener told once what became of it
   */
  public void writeLater(B batch, WriteListener listener) {
    handOver(GroupEntry.later(batch, weigher.applyAsLong(batch), listener, false), listener);
  }

  /**
   * Takes a batch into the next group, which begins without delay, and returns at once.
   *
   * @param batch the batch
   * @param listener told once what became of it
   */
  public void writeSoon(B batch, WriteListener listener) {
    handOver(GroupEntry.later(batch, weigher.applyAsLong(batch), listener, true), listener);
  }

  private void handOver(GroupEntry<B> entry, WriteListener listener) {
    boolean refused;
    Lead needed = Lead.NOBODY;
    lock();
    try {
      refused = closed;
      if (!refused) {
        pending.add(entry);
        unsettledLater++;
        needed = neededLead();
      }
    } finally {
      lock.unlock();
    }
    if (refused) {
      listener.written(closedFailure());
    } else {
      askFor(needed);
    }
  }

  /**
   * Waits until all that was handed over is durable or refused; what is refused is told to its
   * caller alone.
   *
   * @throws StoreException if something of it failed
   */
  public void flush() throws StoreException {
    settle(GroupEntry.barrier(), false);
  }

  /**
   * Waits until all that was handed over by {@link #writeLater} is durable; returns at once when
   * nothing of it is under way.
   *
   * @throws StoreException if something of it is not
   */
  public void flushLater() throws StoreException {
    boolean settled;
    lock();
    try {
      settled = unsettledLater == 0 && !closed;
    } finally {
      lock.unlock();
    }
    if (!settled) {
      flush();
    }
  }

  /**
   * Refuses new batches and waits until those handed over are durable. Does nothing when closed.
   *
   * @throws StoreException if something of them is not
   */
  public void close() throws StoreException {
    boolean first;
    lock();
    try {
      first = !closed;
    } finally {
      lock.unlock();
    }
    if (first) {
      settle(GroupEntry.barrier(), true);
    }
  }

  /** Hands an entry over and stays until it is durable or failed, leading when it is its turn. */
  private void settle(GroupEntry<B> entry, boolean closing) throws StoreException {
    boolean lead;
    Thread complete;
    lock();
    try {
      if (closed) {
        throw closedFailure();
      }
      closed = closing;
      entry.failuresBefore = failures;
      pending.add(entry);
      complete = gathering.joined(pending.callers());
      lead = !led;
      led = true;
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(complete);
    boolean interrupted = Thread.interrupted();
    try {
      if (!lead) {
        interrupted |= entry.awaitTurn();
      }
      if (!entry.isSettled()) {
        interrupted |= gather();
        lead(entry);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    entry.throwFailure();
  }

  /**
   * Waits a moment for the callers who are expected back; throws nothing.
   *
   * @return whether the thread was interrupted meanwhile; the interrupt is then no longer pending
   */
  private boolean gather() {
    lock();
    try {
      long nanos = gathering.begin(pending.callers());
      return nanos > 0 && gather(nanos);
    } catch (RuntimeException | Error e) {
      GroupEntry.log("A group of writes begins without those who were expected", e);
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean gather(long longest) {
    boolean interrupted = false;
    try {
      long nanos = longest;
      long until = nanoTime.getAsLong() + nanos;
      while (nanos > 0 && !gathering.isComplete()) {
        lock.unlock();
        LockSupport.parkNanos(this, nanos);
        interrupted |= Thread.interrupted();
        lock();
        nanos = until - nanoTime.getAsLong();
      }
    } finally {
      gathering.end();
    }
    return interrupted;
  }

  /**
   * Leads groups until an entry is among them, then gives the lead away, whatever goes wrong.
   *
   * @param own the leader's entry; null to lead a single group
   */
  private void lead(GroupEntry<B> own) {
    boolean last;
    do {
      GroupEntry<B> group = nextGroup();
      last = own == null || own.isIn(group);
      write(group);
      if (last) {
        // Before the others are woken: the next group need not wait for that.
        passLead();
      }
      settleAll(group);
    } while (!last);
  }

  private GroupEntry<B> nextGroup() {
    lock();
    try {
      return pending.take(limits);
    } finally {
      lock.unlock();
    }
  }

  /** Writes a group and tells those who do not wait; throws nothing. */
  private void write(GroupEntry<B> group) {
    try {
      long begun = nanoTime.getAsLong();
      flush.flush(group);
      account(group, nanoTime.getAsLong() - begun);
    } catch (RuntimeException | Error e) {
      // Who waits behind it must not wait for ever: its entries say how far they have come.
      GroupEntry.log("A group of writes was broken off", e);
    }
    for (GroupEntry<B> entry = group; entry != null; entry = entry.next) {
      entry.tellListener();
    }
  }

  private static <B> void settleAll(GroupEntry<B> group) {
    for (GroupEntry<B> entry = group; entry != null; entry = entry.next) {
      entry.settled();
    }
  }

  private void account(GroupEntry<B> group, long nanos) {
    lock();
    try {
      int callers = 0;
      for (GroupEntry<B> entry = group; entry != null; entry = entry.next) {
        if (entry.batch == null) {
          entry.failure = failures > entry.failuresBefore ? lastFailure : null;
        } else if (entry.failure != null && !(entry.failure instanceof RefusedBatchException)) {
          // What was refused is nobody's business but its caller's: nothing of it was applied.
          failures++;
          lastFailure = entry.failure;
        }
        unsettledLater -= entry.isLater() ? 1 : 0;
        callers += entry.isLater() ? 0 : 1;
      }
      gathering.flushed(nanos, callers);
    } finally {
      lock.unlock();
    }
  }

  /** Gives leadership to the first thread that waits; to an executor if none does. */
  private void passLead() {
    GroupEntry<B> next;
    Lead needed;
    lock();
    try {
      next = pending.firstCaller();
      led = next != null;
      gathering.passed(pending.callers());
      needed = neededLead();
    } finally {
      lock.unlock();
    }
    if (next != null) {
      next.lead();
    } else {
      askFor(needed);
    }
  }

  /** Who is to be asked to lead: nobody when somebody leads or was asked. With the lock held. */
  private Lead neededLead() {
    Lead needed = pending.isAnySoon() ? Lead.SOON : Lead.DELAYED;
    boolean nobody = led || pending.isEmpty() || !leadsAsked.add(needed);
    return nobody ? Lead.NOBODY : needed;
  }

  private void askFor(Lead needed) {
    if (needed == Lead.NOBODY) {
      return;
    }
    try {
      (needed == Lead.SOON ? soon : delayed).execute(() -> leadAs(needed));
    } catch (RejectedExecutionException stopped) {
      // The store is closing: its last barrier takes what is pending, or this thread does.
      leadAs(needed);
    } catch (RuntimeException | Error e) {
      // As if it had been asked and had come at once; if it comes yet, it finds nothing to do.
      leadAs(needed);
      GroupEntry.log("A thread of the store could not be asked to write", e);
    }
  }

  private void leadAs(Lead asked) {
    lock();
    try {
      leadsAsked.remove(asked);
      if (led || pending.isEmpty()) {
        return;
      }
      led = true;
    } finally {
      lock.unlock();
    }
    boolean interrupted = Thread.interrupted();
    try {
      lead(null);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Takes the lock; throws nothing, though waiting for it may need memory, which may be short. */
  private void lock() {
    while (!lock.tryLock()) {
      try {
        lock.lock();
        return;
      } catch (OutOfMemoryError noRoomToQueue) {
        Thread.onSpinWait();
      }
    }
  }

  private static StoreException closedFailure() {
    return new StoreException("The store is closed: open it again before writing or reading");
  }
}
