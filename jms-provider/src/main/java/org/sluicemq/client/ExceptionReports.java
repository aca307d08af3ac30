// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells the exception listener of a connection what has no other place to be told (section 6.1.7),
 * one at a time and on a thread of its own, so that the listener may do what it likes.
 */
final class ExceptionReports {

  private static final System.Logger LOG = System.getLogger(ExceptionReports.class.getName());

  private final String threadName;
  private final ReentrantLock turn = new ReentrantLock(true);
  private volatile ExceptionListener listener;

  ExceptionReports(String connectionId) {
    threadName = "sluice-exception-" + connectionId;
  }

  ExceptionListener listener() {
    return listener;
  }

  void listener(ExceptionListener newListener) {
    listener = newListener;
  }

  void report(JMSException problem) {
    ExceptionListener told = listener;
    if (told == null) {
      LOG.log(System.Logger.Level.WARNING, "A connection without exception listener", problem);
      return;
    }
    Thread thread = new Thread(() -> tell(told, problem), threadName);
    thread.setDaemon(true);
    thread.start();
  }

  private void tell(ExceptionListener told, JMSException problem) {
    turn.lock();
    try {
      told.onException(problem);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "The exception listener failed", e);
    } finally {
      turn.unlock();
    }
  }
}
