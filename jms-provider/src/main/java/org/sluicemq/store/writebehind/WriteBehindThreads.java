// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a store, two of them, as a leader of later batches may have to wait for a merge.
 *
 * @param merging where merges are done
 * @param later leads groups that nobody waits for; refuses when stopped
 * @param soon the same thread, without delay
 * @param stop ends both once they have done what they have begun
 */
record WriteBehindThreads(MergeThread merging, Executor later, Executor soon, Runnable stop) {

  /** Starts the threads of one store. */
  static WriteBehindThreads start(Duration laterDelay) {
    ScheduledThreadPoolExecutor merging = executor("sluice-journal-merge");
    merging.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    ScheduledThreadPoolExecutor later = executor("sluice-journal-later");
    return new WriteBehindThreads(
        new Timed(merging),
        task -> later.schedule(task, laterDelay.toNanos(), TimeUnit.NANOSECONDS),
        later,
        () -> {
          merging.shutdown();
          later.shutdown();
        });
  }

  private static ScheduledThreadPoolExecutor executor(String name) {
    return new ScheduledThreadPoolExecutor(
        1,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          // A thread must not keep the class loader of the application that happened to start it.
          thread.setContextClassLoader(WriteBehindThreads.class.getClassLoader());
          return thread;
        });
  }

  private record Timed(ScheduledThreadPoolExecutor executor) implements MergeThread {

    @Override
    public void execute(Runnable merge) {
      schedule(Duration.ZERO, merge);
    }

    @Override
    public void schedule(Duration delay, Runnable merge) {
      try {
        executor.schedule(merge, delay.toNanos(), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException stopped) {
        System.getLogger(WriteBehindThreads.class.getName())
            .log(System.Logger.Level.DEBUG, "Left undone, the store is closed", stopped);
      }
    }
  }
}
