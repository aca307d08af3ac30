// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/**
 * The life of a connection (sections 6.1.3 to 6.1.8), and the sessions and connection consumers
 * that start, stop and end with it. It is stopped at first, and closed once.
 *
 * <p>Safe for any thread. It owns its state and its sessions; its lock is not held while a listener
 * is waited for, which has the whole connection's services.
 */
final class ConnectionLife {

  /** What a connection lets through; {@link #moveTo} is the one place that changes it. */
  private enum State {
    STOPPED,
    STARTED,
    CLOSING,
    CLOSED
  }

  private final ConnectionConsumers consumers;
  private final Set<SluiceSession> sessions = ConcurrentHashMap.newKeySet();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile State state = State.STOPPED;

  ConnectionLife(ConnectionConsumers consumers) {
    this.consumers = consumers;
  }

  void requireOpen() throws IllegalStateException {
    if (state == State.CLOSED) {
      throw Failures.closed("connection");
    }
  }

  /** Does something that must be done before the connection ends, or not at all. */
  synchronized <T> T whileOpen(Unchecked.Call<T> work) throws JMSException {
    requireOpen();
    return work.call();
  }

  /** Makes a session that begins started or stopped, as the connection is. */
  synchronized <S extends SluiceSession> S open(Function<Boolean, S> session)
      throws IllegalStateException {
    requireOpen();
    S made = session.apply(state == State.STARTED);
    sessions.add(made);
    return made;
  }

  void forget(SluiceSession session) {
    sessions.remove(session);
  }

  synchronized void start() throws IllegalStateException {
    requireOpen();
    if (state == State.STOPPED) {
      moveTo(State.STARTED);
      sessions.forEach(session -> session.flow().start());
      consumers.start();
    }
  }

  /** Stops delivery and waits until no message is on its way to the application. */
  void stop() throws IllegalStateException {
    requireNotInListener("stop");
    List<SluiceSession> stopped = beginStop();
    consumers.awaitStopped();
    stopped.forEach(session -> session.flow().awaitStopped());
  }

  private void requireNotInListener(String call) throws IllegalStateException {
    for (SluiceSession session : sessions) {
      if (session.isListenerThread()) {
        throw new IllegalStateException(
            call + " must not be called by a message listener of the same connection");
      }
    }
  }

  private synchronized List<SluiceSession> beginStop() throws IllegalStateException {
    requireOpen();
    if (state == State.STARTED) {
      moveTo(State.STOPPED);
    }
    List<SluiceSession> stopped = new ArrayList<>(sessions);
    consumers.stop();
    stopped.forEach(session -> session.flow().stop());
    return stopped;
  }

  /** The broker is gone: nobody gets anything any more. */
  void fail(JMSException problem) {
    sessions.forEach(session -> session.flow().fail(problem));
    consumers.fail(problem);
  }

  private void moveTo(State next) {
    boolean legal =
        switch (state) {
          case STOPPED -> next == State.STARTED || next == State.CLOSING;
          case STARTED -> next == State.STOPPED || next == State.CLOSING;
          case CLOSING -> next == State.CLOSED;
          case CLOSED -> false;
        };
    if (!legal) {
      throw new java.lang.IllegalStateException(
          "A connection cannot go from " + state + " to " + next);
    }
    state = next;
  }

  /**
   * Waits for listeners, receives and completion callbacks, and closes what lives in the
   * connection, whatever fails of it; when another thread closes it, waits for that.
   *
   * @param last done once, when the connection counts as closed
   */
  void close(Unchecked.Action last) throws JMSException {
    if (state == State.CLOSED) {
      return;
    }
    for (SluiceSession session : sessions) {
      session.requireMayClose("close");
    }
    if (beginClose()) {
      end(last);
    } else {
      awaitEnd();
    }
  }

  private synchronized boolean beginClose() {
    if (state == State.CLOSING || state == State.CLOSED) {
      return false;
    }
    moveTo(State.CLOSING);
    sessions.forEach(session -> session.flow().beginClose());
    return true;
  }

  private void end(Unchecked.Action last) throws JMSException {
    Closing.all(consumers::close, this::closeAllSessions, this::closed, last, ended::countDown);
  }

  private void closeAllSessions() throws JMSException {
    while (!closeSessions()) {
      // A listener that was waited for may have opened another session.
      continue;
    }
  }

  private synchronized void closed() {
    if (state != State.CLOSED) {
      moveTo(State.CLOSED);
    }
  }

  private boolean closeSessions() throws JMSException {
    Closing.all(sessions, SluiceSession::close);
    synchronized (this) {
      if (sessions.isEmpty()) {
        moveTo(State.CLOSED);
      }
      return sessions.isEmpty();
    }
  }

  private void awaitEnd() {
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
