// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.time.InstantSource;
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
   */
  void executeAt(Runnable task, long at);

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
        executor.execute(task);
      }

      @Override
      public void executeAt(Runnable task, long at) {
        executor.schedule(task, Math.max(0, at - now()), TimeUnit.MILLISECONDS);
      }

      @Override
      public void close() {
        executor.shutdownNow();
      }
    };
  }
}
