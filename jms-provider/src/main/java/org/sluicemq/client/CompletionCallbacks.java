// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.IllegalStateException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Calls the completion listeners of a session's asynchronous sends, one at a time and in the order
 * of the sends, on a thread that is never the sender's (section 7.3.8). The thread comes with the
 * first send and goes when there has been nothing to do for a while. Safe for any thread.
 */
final class CompletionCallbacks {

  private static final System.Logger LOG = System.getLogger(CompletionCallbacks.class.getName());
  private static final long IDLE_SECONDS = 10;

  private final String threadName;
  private final Map<SluiceProducer, Integer> open = new HashMap<>();
  private ThreadPoolExecutor executor;
  private volatile Thread thread;
  private volatile SluiceProducer calling;

  CompletionCallbacks(String sessionId) {
    threadName = "sluice-completion-" + sessionId;
  }

  /** Calls back later; {@link #awaitIdle} waits for it. */
  synchronized void submit(SluiceProducer producer, Runnable callback) {
    if (executor == null) {
      executor =
          new ThreadPoolExecutor(
              1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::newThread);
      executor.allowCoreThreadTimeOut(true);
    }
    open.merge(producer, 1, Integer::sum);
    executor.execute(() -> call(producer, callback));
  }

  private Thread newThread(Runnable work) {
    Thread made = new Thread(work, threadName);
    made.setDaemon(true);
    thread = made;
    return made;
  }

  private void call(SluiceProducer producer, Runnable callback) {
    calling = producer;
    try {
      callback.run();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.WARNING, "A completion listener failed in " + threadName, e);
    } finally {
      calling = null;
      done(producer);
    }
  }

  private synchronized void done(SluiceProducer producer) {
    open.computeIfPresent(producer, (p, count) -> count == 1 ? null : count - 1);
    notifyAll();
  }

  /** Refuses a call that a callback must not make on its own session. */
  void requireNotInCallback(String call) throws IllegalStateException {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException(
          call + " must not be called by a completion listener of the same session");
    }
  }

  /** Refuses a call that a callback must not make on its own producer. */
  void requireNotInCallbackOf(SluiceProducer producer) throws IllegalStateException {
    if (Thread.currentThread() == thread && calling == producer) {
      throw new IllegalStateException(
          "close must not be called by a completion listener on its own producer");
    }
  }

  /** Waits until every callback has returned. */
  void awaitIdle() {
    awaitIdle(null);
  }

  /** Waits until every callback of a producer has returned; of all for null. */
  void awaitIdle(SluiceProducer producer) {
    if (Thread.currentThread() == thread) {
      return;
    }
    boolean interrupted = false;
    synchronized (this) {
      while (producer == null ? !open.isEmpty() : open.containsKey(producer)) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the thread go. */
  synchronized void close() {
    if (executor != null) {
      executor.shutdown();
    }
  }
}
