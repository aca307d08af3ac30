// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.sluicemq.store.StoreException;

/** Whether a broker runs, and who wants to know when it does not any more. Thread-safe. */
final class Lifecycle {

  private static final System.Logger LOG = System.getLogger(Lifecycle.class.getName());

  private enum State {
    RUNNING,
    FAILED,
    STOPPED
  }

  private final String name;
  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private final List<Broker.StopListener> listeners = new CopyOnWriteArrayList<>();
  private volatile StoreException failure;

  Lifecycle(String name) {
    this.name = name;
  }

  Broker.Registration register(Broker.StopListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** The store failed; true for the first to notice. */
  boolean fail(StoreException cause) {
    if (failure == null) {
      failure = cause;
    }
    boolean first = state.compareAndSet(State.RUNNING, State.FAILED);
    if (first) {
      LOG.log(
          Level.ERROR,
          () ->
              "Broker '"
                  + name
                  + "' stopped: its store failed. What was acknowledged to senders is safe; restart"
                  + " to recover.",
          cause);
    }
    return first;
  }

  /** The broker is asked to stop; true for the first who asks while it runs. */
  boolean stop() {
    return state.getAndSet(State.STOPPED) == State.RUNNING;
  }

  void tellListeners(Throwable cause) {
    for (Broker.StopListener listener : listeners) {
      // Failing and stopping may meet here.
      if (listeners.remove(listener)) {
        tell(listener, cause);
      }
    }
  }

  private static void tell(Broker.StopListener listener, Throwable cause) {
    try {
      listener.stopped(cause);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "One who was told that the broker stopped failed on it", e);
    }
  }

  /** Why the broker takes no work, or null while it does. */
  BrokerException whyNotRunning() {
    try {
      requireRunning();
      return null;
    } catch (BrokerException e) {
      return e;
    }
  }

  void requireRunning() throws BrokerException {
    switch (state.get()) {
      case RUNNING -> {}
      case FAILED ->
          throw new BrokerException(
              BrokerException.Reason.STORE,
              "Broker '"
                  + name
                  + "' stopped because its store failed; restart it to recover. Cause: "
                  + failure.getMessage(),
              failure);
      case STOPPED ->
          throw new BrokerException(
              BrokerException.Reason.CLOSED, "Broker '" + name + "' is stopped");
    }
  }
}
