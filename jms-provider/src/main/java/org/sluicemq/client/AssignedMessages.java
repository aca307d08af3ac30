// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import java.util.ArrayDeque;
import java.util.Queue;
import org.sluicemq.broker.Delivery;

/**
 * A session in the service of connection consumers (section 11.2.1): its distinguished listener,
 * what was assigned to it, and the run in which a thread of the application server works that off.
 * Its own lock guards it and is never held while a listener is called.
 */
final class AssignedMessages {

  private final SluiceSession session;
  private final Queue<Assignment> assigned = new ArrayDeque<>(1);
  private volatile MessageListener listener;
  private volatile Thread runner;

  /** What the runner is at; the runner's alone. */
  private Assignment current;

  private boolean closed;

  AssignedMessages(SluiceSession session) {
    this.session = session;
  }

  MessageListener listener() {
    return listener;
  }

  void listener(MessageListener newListener) throws IllegalStateException {
    if (newListener != null && session.flow().isConsuming()) {
      throw new IllegalStateException(
          "A consumer of this session receives or listens: a session with a message listener of its"
              + " own receives from connection consumers only");
    }
    listener = newListener;
  }

  /** Refuses every other form of receipt while the session has a listener of its own. */
  void requireNone() throws IllegalStateException {
    if (listener != null) {
      throw new IllegalStateException(
          "The session has a message listener of its own and receives from connection consumers"
              + " only");
    }
  }

  /** Takes an assignment for the next run. */
  synchronized void add(Assignment assignment) throws JMSException {
    if (closed) {
      throw Failures.closed("server session's session");
    }
    if (listener == null) {
      throw new IllegalStateException(
          "The server session's session has no message listener: call its setMessageListener before"
              + " it is put into the pool");
    }
    assigned.add(assignment);
  }

  private synchronized Assignment poll() {
    return assigned.poll();
  }

  /** Whether the calling thread is the one that runs the listener. */
  boolean isRunner() {
    return Thread.currentThread() == runner;
  }

  /** Works off what was assigned, on the calling thread. */
  void run() {
    begin();
    try {
      for (Assignment next = poll(); next != null; next = poll()) {
        work(next);
      }
      session.mode().idle();
    } finally {
      runner = null;
    }
  }

  private void work(Assignment assignment) {
    current = assignment;
    try {
      while (handleNext(assignment)) {
        continue;
      }
    } finally {
      assignment.end();
    }
  }

  /** Does something while what would come after the message in hand is back at the broker. */
  void whileGivenBack(Unchecked.Action work) throws JMSException {
    if (isRunner()) {
      current.whileGivenBack(work);
    } else {
      work.run();
    }
  }

  private synchronized void begin() {
    if (runner != null) {
      throw new IllegalStateRuntimeException(
          "The session runs on another thread, or in its own listener: run ends before it begins"
              + " anew");
    }
    runner = Thread.currentThread();
  }

  private boolean handleNext(Assignment assignment) {
    MessageListener told = listener;
    Gate gate = session.flow().gate();
    if (told == null || !gate.locked(() -> mayHandle(gate))) {
      return false;
    }
    try {
      Delivery delivery = assignment.next();
      if (delivery == null) {
        return false;
      }
      new ListenerCall(session, told)
          .deliver(delivery, session.thaw(delivery, null, session.acknowledgement()));
      return true;
    } finally {
      gate.locked(gate::endHandling);
    }
  }

  private static boolean mayHandle(Gate gate) {
    if (gate.isStopped() || gate.isEnding()) {
      return false;
    }
    gate.beginHandling();
    return true;
  }

  /** The session is closed: what it has not begun is for others. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    for (Assignment next = poll(); next != null; next = poll()) {
      next.end();
    }
  }
}
