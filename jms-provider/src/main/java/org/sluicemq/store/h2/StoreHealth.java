// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import org.sluicemq.store.StoreException;

/**
 * Whether a store takes calls. Moves from OPEN to FAILED or CLOSED and from FAILED to CLOSED; safe
 * for any thread.
 */
final class StoreHealth {

  private enum State {
    OPEN,
    FAILED,
    CLOSED
  }

  private final String store;
  private volatile State state = State.OPEN;
  private StoreException failure;

  StoreHealth(String store) {
    this.store = store;
  }

  /**
   * Lets a call pass.
   *
   * @throws StoreException if the store is closed or has failed
   */
  void check() throws StoreException {
    if (state != State.OPEN) {
      throw refusal();
    }
  }

  private synchronized StoreException refusal() {
    if (state == State.FAILED) {
      return new StoreException(
          "The store "
              + store
              + " takes no more calls since a write failed; mend the disk and restart. It was: "
              + failure.getMessage(),
          failure);
    }
    return new StoreException("The store " + store + " is closed: open it again before using it");
  }

  /** From now on every call fails with this cause. The first failure counts. */
  synchronized void fail(StoreException cause) {
    if (state == State.OPEN) {
      failure = cause;
      moveTo(State.FAILED);
      System.getLogger(H2MessageStore.class.getName())
          .log(System.Logger.Level.ERROR, cause.getMessage(), cause);
    }
  }

  /**
   * Ends the store.
   *
   * @return true the first time
   */
  synchronized boolean close() {
    boolean first = state != State.CLOSED;
    moveTo(State.CLOSED);
    return first;
  }

  synchronized boolean hasFailed() {
    return failure != null;
  }

  private void moveTo(State next) {
    state = next;
  }
}
