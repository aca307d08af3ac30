// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a backlog wants from the store: done without the backlog's lock, on the broker's thread or
 * by a consumer that would only wait for it, whoever comes first. Guarded by the backlog's lock.
 */
final class StoreWork {

  private final ReentrantLock lock;
  private final Condition done;
  private final Scheduler scheduler;

  /** Wanted, and begun by nobody. */
  private final Queue<Runnable> open = new ArrayDeque<>();

  StoreWork(ReentrantLock lock, Scheduler scheduler) {
    this.lock = lock;
    this.done = lock.newCondition();
    this.scheduler = scheduler;
  }

  /** Asks for a piece of work, which takes the lock itself and ends with {@link #done}. */
  void want(Runnable work) {
    open.add(work);
    scheduler.execute(this::runNext);
  }

  /**
   * Does what is open; waits, without the lock, for who does it when nothing is.
   *
   * @param nanos for how long; {@link Long#MAX_VALUE} without end and without heed of interrupts
   * @return false when the time is over, or the thread was interrupted meanwhile
   */
  boolean helpOrWait(long nanos) {
    if (nanos <= 0) {
      return false;
    }
    Runnable work = open.poll();
    if (work == null) {
      return await(nanos);
    }
    lock.unlock();
    try {
      work.run();
    } finally {
      lock.lock();
    }
    return true;
  }

  private boolean await(long nanos) {
    if (nanos == Long.MAX_VALUE) {
      done.awaitUninterruptibly();
      return true;
    }
    try {
      return done.awaitNanos(nanos) > 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void runNext() {
    Runnable work;
    lock.lock();
    try {
      work = open.poll();
    } finally {
      lock.unlock();
    }
    if (work != null) {
      work.run();
    }
  }

  /** Wakes those who wait, to see whether it was what they waited for. */
  void done() {
    done.signalAll();
  }
}
