// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.util.concurrent.locks.LockSupport;

/**
 * One batch on its way through a {@link GroupCommit}, or a barrier, which has no batch and only
 * waits for what is before it.
 *
 * <p>The leader owns the fields until it moves the state to SETTLED; the thread that waits reads
 * them after that.
 */
final class GroupEntry<B> {

  private enum State {
    PENDING,
    LEADING,
    SETTLED
  }

  private static final System.Logger LOG = System.getLogger(GroupEntry.class.getName());

  /** What is said where there is no memory left to say more; made before it is needed. */
  static final StoreException BROKEN_OFF =
      new UnknownOutcomeException(
          "The write was broken off, its outcome is unknown: memory or stack is exhausted. Restart"
              + " with more of it",
          null);

  final B batch;
  final long weight;

  /** Whether its group is to begin without delay, though no thread waits for it. */
  final boolean soon;

  /** Null once it is known that all went well. */
  StoreException failure = BROKEN_OFF;

  long failuresBefore;

  /** The one after it, pending or in the same group. */
  GroupEntry<B> next;

  private final WriteListener listener;
  private final Thread waiter;
  private volatile State state = State.PENDING;

  private GroupEntry(B batch, long weight, WriteListener listener, boolean soon) {
    this.batch = batch;
    this.weight = weight;
    this.soon = soon;
    this.listener = listener;
    this.waiter = listener == null ? Thread.currentThread() : null;
  }

  static <B> GroupEntry<B> awaited(B batch, long weight) {
    return new GroupEntry<>(batch, weight, null, false);
  }

  static <B> GroupEntry<B> later(B batch, long weight, WriteListener listener, boolean soon) {
    return new GroupEntry<>(batch, weight, listener, soon);
  }

  static <B> GroupEntry<B> barrier() {
    return new GroupEntry<>(null, 0, null, false);
  }

  /** Whether no thread waits for it. */
  boolean isLater() {
    return waiter == null;
  }

  /** Whether it is one of a group. */
  boolean isIn(GroupEntry<B> group) {
    GroupEntry<B> entry = group;
    while (entry != null && entry != this) {
      entry = entry.next;
    }
    return entry != null;
  }

  boolean isSettled() {
    return state == State.SETTLED;
  }

  /**
   * Waits until the entry is settled or its thread is to lead.
   *
   * @return whether the thread was interrupted meanwhile; the interrupt is then no longer pending
   */
  boolean awaitTurn() {
    boolean interrupted = false;
    while (state == State.PENDING) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    return interrupted;
  }

  void lead() {
    moveTo(State.LEADING);
  }

  /** Tells the listener, if there is one, what became of the batch. */
  void tellListener() {
    if (listener == null) {
      return;
    }
    try {
      listener.written(failure);
    } catch (RuntimeException | Error e) {
      // Those who wait for the same group must not suffer from it.
      log("A write listener failed; the write itself did not", e);
    }
  }

  /** Logs what has gone wrong beside a write; throws nothing. */
  static void log(String what, Throwable e) {
    try {
      LOG.log(System.Logger.Level.ERROR, what, e);
    } catch (RuntimeException | Error noRoomForALog) {
      // Those who wait are told all the same.
      return;
    }
  }

  void settled() {
    moveTo(State.SETTLED);
  }

  private void moveTo(State next) {
    state = next;
    if (waiter != null && waiter != Thread.currentThread()) {
      LockSupport.unpark(waiter);
    }
  }

  /** Throws the failure, if there is one, from the stack of the thread that waited. */
  void throwFailure() throws StoreException {
    if (failure instanceof RefusedBatchException) {
      throw new RefusedBatchException(failure.getMessage(), failure);
    }
    if (failure instanceof UnknownOutcomeException) {
      throw new UnknownOutcomeException(failure.getMessage(), failure);
    }
    if (failure != null) {
      throw new StoreException(failure.getMessage(), failure);
    }
  }
}
