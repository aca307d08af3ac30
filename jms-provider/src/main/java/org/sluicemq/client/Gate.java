// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.JMSException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The one lock of a session and what it decides: whether a message may pass to the application now
 * (sections 6.1.4, 6.1.5, 6.1.8 and 6.2.15). {@link #moveTo} is the one place that changes the
 * state.
 *
 * <p>Every method is called with the lock held, but for {@link #lock}, {@link #locked}, {@link
 * #isClosed} and {@link #awaitClosed}. The lock is never held while the broker or the application
 * is called: {@link #unlocked} is for that.
 */
final class Gate {

  /** STOPPED and RUNNING follow the connection; CLOSING and CLOSED are for good. */
  enum State {
    STOPPED,
    RUNNING,
    CLOSING,
    CLOSED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile State state;
  private int handling;
  private int holds;
  private JMSException failure;

  Gate(boolean running) {
    state = running ? State.RUNNING : State.STOPPED;
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Does something without the lock and takes it again. */
  void unlocked(Runnable action) {
    lock.unlock();
    try {
      action.run();
    } finally {
      lock.lock();
    }
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  boolean isStopped() {
    return state == State.STOPPED;
  }

  boolean isEnding() {
    return state == State.CLOSING || state == State.CLOSED;
  }

  /** Whether a message may pass. */
  boolean isFlowing() {
    return state == State.RUNNING && holds == 0;
  }

  /** Whether the broker is gone, so that nothing will come any more. */
  boolean isBroken() {
    return failure != null;
  }

  void requireWhole() throws JMSException {
    if (failure != null) {
      throw Failures.caused(new JMSException(failure.getMessage()), failure);
    }
  }

  void fail(JMSException cause) {
    failure = cause;
    changed.signalAll();
  }

  /** Moves on if the step is one forward, or between stopped and running; says whether it did. */
  boolean moveTo(State next) {
    boolean legal =
        switch (next) {
          case RUNNING -> state == State.STOPPED;
          case STOPPED -> state == State.RUNNING;
          case CLOSING -> !isEnding();
          case CLOSED -> state == State.CLOSING;
        };
    if (legal) {
      state = next;
      changed.signalAll();
    }
    return legal;
  }

  /** Keeps messages from passing until {@link #letGo}. */
  void hold() {
    holds++;
  }

  void letGo() {
    holds--;
    changed.signalAll();
  }

  /** A thread moves credit or has a message in hand; stop and close wait for it. */
  void beginHandling() {
    handling++;
  }

  void endHandling() {
    if (--handling == 0) {
      changed.signalAll();
    }
  }

  boolean isHandling() {
    return handling > 0;
  }

  void signal() {
    changed.signalAll();
  }

  /** Waits for a change and keeps an interrupt for later. */
  void await() {
    changed.awaitUninterruptibly();
  }

  /**
   * Waits for a change, or an interrupt, which is then still pending.
   *
   * @param nanos how long; negative for as long as it takes
   * @return how much of it is left; unchanged when there is no end
   */
  long await(long nanos) {
    try {
      if (nanos < 0) {
        changed.await();
        return nanos;
      }
      return Math.max(0, changed.awaitNanos(nanos));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return nanos;
    }
  }

  /** Waits until somebody has closed the session. */
  void awaitClosed() {
    locked(
        () -> {
          while (state != State.CLOSED) {
            await();
          }
        });
  }
}
