// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

/**
 * Whether a store takes calls. Moves from OPEN to FAILED or CLOSED and from FAILED to CLOSED; safe
 * for any thread.
 */
public final class StoreHealth {

  private enum State {
    OPEN,
    FAILED,
    CLOSED
  }

  private final String store;
  private final System.Logger log;
  private volatile State state = State.OPEN;
  private StoreException failure;

  /**
   * Begins as OPEN.
   *
   * @param store names the store in errors
   * @param log is told of the first failure
   */
  public StoreHealth(String store, System.Logger log) {
    this.store = store;
    this.log = log;
  }

  /**
   * Lets a call pass.
   *
   * @throws StoreException if the store is closed or has failed
   */
  public void check() throws StoreException {
    if (state != State.OPEN) {
      throw refusal();
    }
  }

  /**
   * Whether calls pass.
   *
   * @return false once the store has failed or is closed
   */
  public boolean isOpen() {
    return state == State.OPEN;
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

  /**
   * From now on every call fails with this cause. The first failure counts.
   *
   * @param cause what happened, to which store, and what to do
   */
  public synchronized void fail(StoreException cause) {
    if (state == State.OPEN) {
      failure = cause;
      moveTo(State.FAILED);
      log.log(System.Logger.Level.ERROR, cause.getMessage(), cause);
    }
  }

  /**
   * Ends the store.
   *
   * @return true the first time
   */
  public synchronized boolean close() {
    boolean first = state != State.CLOSED;
    moveTo(State.CLOSED);
    return first;
  }

  /**
   * Whether the store has failed, be it closed since or not.
   *
   * @return true once {@link #fail} was called on an open store
   */
  public synchronized boolean hasFailed() {
    return failure != null;
  }

  private void moveTo(State next) {
    state = next;
  }
}
