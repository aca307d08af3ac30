// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The broker's own thread and its sense of time. Tests bring one that runs when they say so. */
public interface Scheduler extends AutoCloseable {

  /**
   * The time.
   *
   * @return milliseconds since the epoch
   */
  long now();

  /**
   * The time, to measure how long something takes.
   *
   * @return nanoseconds since a moment of its own
   */
  default long nanoTime() {
    return System.nanoTime();
  }

  /**
   * Runs a task soon, after those given before.
   *
   * @param task must not throw
   */
  void execute(Runnable task);

  /**
   * Runs a task when its time has come.
   *
   * @param task must not throw
   * @param at milliseconds since the epoch
   * @return forgets the task
   */
  Timer executeAt(Runnable task, long at);

  /** A task whose time is to come. */
  @FunctionalInterface
  interface Timer {

    /** Forgets the task; without effect once it has begun. */
    void cancel();
  }

  /** Runs nothing any more. */
  @Override
  void close();

  /**
   * A scheduler on one daemon thread.
   *
   * @param name the thread's name
   * @param clock tells the time
   * @return a running scheduler
   */
  static Scheduler onThread(String name, InstantSource clock) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              // A thread must not keep the class loader of the application that happened to start
              // it.
              thread.setContextClassLoader(Scheduler.class.getClassLoader());
              return thread;
            },
            // A task that comes after the end has nothing left to do.
            (task, stopped) -> {});
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return new Scheduler() {
      @Override
      public long now() {
        return clock.millis();
      }

      @Override
      public void execute(Runnable task) {
        executor.execute(reporting(task));
      }

      @Override
      public Timer executeAt(Runnable task, long at) {
        Future<?> timed =
            executor.schedule(reporting(task), Math.max(0, at - now()), TimeUnit.MILLISECONDS);
        return () -> timed.cancel(false);
      }

      @Override
      public void close() {
        executor.shutdownNow();
      }
    };
  }

  /** The executor would keep what a task throws to itself. */
  private static Runnable reporting(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        System.getLogger(Scheduler.class.getName())
            .log(
                Level.ERROR,
                "A task on the broker's thread failed, what it was to do is not done; the broker"
                    + " goes on with the next. Please report this as a defect, unless memory was"
                    + " short",
                e);
      }
    };
  }
}
