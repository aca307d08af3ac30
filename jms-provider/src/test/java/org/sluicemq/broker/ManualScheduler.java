// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * A scheduler whose time stands until a test moves it. Tasks given to {@link #execute} run at the
 * end of the outermost call that could run them, on the calling thread, or when {@link #run} is
 * called.
 */
public final class ManualScheduler implements Scheduler {

  private record Timed(Runnable task, long at, long order) {}

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Timed> timed =
      new PriorityQueue<>(Comparator.comparingLong(Timed::at).thenComparing(Timed::order));
  private long now = 1_000_000;
  private long order;
  private boolean closed;
  private int looksLeft = -1;
  private Error failure;

  @Override
  public synchronized long now() {
    if (looksLeft >= 0 && looksLeft-- == 0) {
      throw failure;
    }
    return now;
  }

  /** Lets the clock be looked at so many times, and then fail once. */
  synchronized void failAfter(int looks, Error withThis) {
    looksLeft = looks;
    failure = withThis;
  }

  @Override
  public synchronized void execute(Runnable task) {
    if (!closed) {
      tasks.add(task);
    }
  }

  @Override
  public synchronized Timer executeAt(Runnable task, long at) {
    Timed added = new Timed(task, at, order++);
    if (!closed) {
      timed.add(added);
    }
    return () -> cancel(added);
  }

  private synchronized void cancel(Timed task) {
    timed.remove(task);
  }

  /** How many tasks wait for their time. */
  synchronized int waiting() {
    return timed.size();
  }

  @Override
  public long nanoTime() {
    return TimeUnit.MILLISECONDS.toNanos(now());
  }

  /** Moves the time, in the midst of something. */
  synchronized void pass(long millis) {
    now += millis;
  }

  /** Runs what was asked to run soon, and what that asks for. */
  public void run() {
    Runnable task;
    while ((task = next()) != null) {
      task.run();
    }
  }

  private synchronized Runnable next() {
    return tasks.poll();
  }

  /** Moves the time and runs what has become due. */
  public void advance(long millis) {
    synchronized (this) {
      now += millis;
    }
    Timed due;
    while ((due = nextDue()) != null) {
      due.task().run();
    }
    run();
  }

  /** Runs what waits for its time, as when the clock was set back after it was asked for. */
  void fireEarly() {
    List<Timed> early;
    synchronized (this) {
      early = List.copyOf(timed);
      timed.clear();
    }
    early.forEach(task -> task.task().run());
    run();
  }

  private synchronized Timed nextDue() {
    return timed.isEmpty() || timed.peek().at() > now ? null : timed.poll();
  }

  @Override
  public synchronized void close() {
    closed = true;
    tasks.clear();
    timed.clear();
  }
}
