// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Tells the exception listener of a connection what has no other place to be told (section 6.1.7),
 * one at a time and in order, on a thread of its own, so that the listener may do what it likes. It
 * sees the classes that whoever set it saw. Safe for any thread.
 */
final class ExceptionReports {

  private static final System.Logger LOG = System.getLogger(ExceptionReports.class.getName());

  /** So many problems wait for a listener that does not return; others are logged. */
  static final int MOST_WAITING = 100;

  private final String threadName;
  private final Queue<Report> waiting = new ArrayDeque<>();
  private Told told;
  private boolean telling;

  /** A listener and the class loader of the application that set it. */
  private record Told(ExceptionListener listener, ClassLoader loader) {}

  /** A problem for the listener that was there when it came. */
  private record Report(Told told, JMSException problem) {

    void tell() {
      Thread.currentThread().setContextClassLoader(told.loader);
      try {
        told.listener.onException(problem);
      } catch (RuntimeException | Error e) {
        LOG.log(System.Logger.Level.WARNING, "The exception listener failed", e);
      }
    }
  }

  ExceptionReports(String connectionId) {
    threadName = "sluice-exception-" + connectionId;
  }

  synchronized ExceptionListener listener() {
    return told == null ? null : told.listener;
  }

  synchronized void listener(ExceptionListener newListener) {
    told =
        newListener == null
            ? null
            : new Told(newListener, Thread.currentThread().getContextClassLoader());
  }

  void report(JMSException problem) {
    String unheard = taken(problem);
    if (unheard != null) {
      LOG.log(System.Logger.Level.WARNING, unheard, problem);
    }
  }

  /** Lets the listener be told; otherwise why it is not. */
  private synchronized String taken(JMSException problem) {
    if (told == null) {
      return "A connection without exception listener";
    }
    if (waiting.size() >= MOST_WAITING) {
      return "An exception listener that does not return has " + MOST_WAITING + " problems waiting";
    }
    waiting.add(new Report(told, problem));
    if (!telling) {
      Thread thread = new Thread(this::tellAll, threadName);
      thread.setDaemon(true);
      thread.start();
      telling = true;
    }
    return null;
  }

  private void tellAll() {
    for (Report next = next(); next != null; next = next()) {
      next.tell();
    }
  }

  private synchronized Report next() {
    Report next = waiting.poll();
    telling = next != null;
    return next;
  }
}
