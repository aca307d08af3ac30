// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import org.sluicemq.store.StoreException;

/**
 * A thread of the store's own, on which H2 is called: an interrupt during H2's work would close the
 * database for everyone, and the threads of the application may be interrupted at any time.
 */
final class StoreThread implements AutoCloseable {

  /** Something to do with H2. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException, StoreException;
  }

  private final ExecutorService executor;

  StoreThread(String name) {
    this.executor = Executors.newSingleThreadExecutor(factory(name));
  }

  static ThreadFactory factory(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      // A thread must not keep the class loader of the application that happened to start it.
      thread.setContextClassLoader(StoreThread.class.getClassLoader());
      return thread;
    };
  }

  /** Does something on the thread and waits for it, whether or not the caller is interrupted. */
  <T> T call(Work<T> work) throws SQLException, StoreException {
    Future<T> result;
    try {
      result = executor.submit(work::run);
    } catch (RejectedExecutionException e) {
      throw new StoreException("The store is closed: open it again before using it", e);
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw unwrapped(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static SQLException unwrapped(Throwable cause) throws StoreException {
    if (cause instanceof StoreException e) {
      throw e;
    }
    return cause instanceof SQLException e ? e : new SQLException(cause.toString(), cause);
  }

  /** Does something when the thread has done what it was asked before. */
  void execute(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException closed) {
      System.getLogger(StoreThread.class.getName())
          .log(System.Logger.Level.DEBUG, "Left undone, the store is closed", closed);
    }
  }

  /** Ends the thread when it has done what it was asked before. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
