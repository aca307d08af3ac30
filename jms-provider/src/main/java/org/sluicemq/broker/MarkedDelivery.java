// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.WriteBatch;

/**
 * Lets a stored message out only when the delivered mark covers it, and moves the mark ahead of
 * deliveries. Guarded by the backlog's lock but for the writing itself.
 */
final class MarkedDelivery {

  private final Engine engine;
  private final int backlog;
  private final DeliveredMark mark;
  private final StoreWork storeWork;
  private final HandOut handOut;

  /** Set while the next message must not be handed out before the mark covers it. */
  private boolean behind;

  private long needed;

  /** A mark is on its way that nobody was in need of when it was asked for. */
  private boolean unhurried;

  MarkedDelivery(
      Engine engine, int backlog, DeliveredMark mark, StoreWork storeWork, HandOut handOut) {
    this.engine = engine;
    this.backlog = backlog;
    this.mark = mark;
    this.storeWork = storeWork;
    this.handOut = handOut;
  }

  /** Whether deliveries wait for the mark. */
  boolean isBehind() {
    return behind;
  }

  /** Deliveries are about to be tried anew, or given up. */
  void forget() {
    behind = false;
  }

  /** Whether a message may be handed out now; when not, {@link #advanceIfBehind} is called next. */
  boolean allows(Entry entry) {
    if (!entry.stored()) {
      return true;
    }
    long arrival = MessageKey.arrival(entry.key);
    if (!mark.covers(arrival)) {
      behind = true;
      needed = arrival;
      return false;
    }
    long reserved = mark.reserve(arrival);
    if (reserved != 0) {
      unhurried = true;
      engine.writeLater(batch(reserved), failure -> written(reserved, failure));
    }
    return true;
  }

  /** Asks for the mark that deliveries wait for, unless one is on its way in haste. */
  void advanceIfBehind() {
    if (!behind) {
      return;
    }
    long reserved = mark.reserve(needed);
    if (reserved != 0) {
      storeWork.want(() -> write(reserved));
    } else if (unhurried) {
      unhurried = false;
      storeWork.want(this::hurry);
    }
  }

  /** Has the mark written now that is on its way; whoever wrote it hands out. */
  private void hurry() {
    try {
      engine.store().flushLater();
      handOut.after(() -> {});
    } catch (StoreException | RuntimeException | Error e) {
      StoreException failure =
          e instanceof StoreException known
              ? known
              : new StoreException("The delivered mark could not be written: " + e, e);
      engine.onStoreFailure().accept(failure);
      handOut.giveUp(() -> {});
    }
  }

  private void write(long reserved) {
    StoreException failure = null;
    try {
      engine.store().write(batch(reserved));
    } catch (StoreException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      failure = new StoreException("The delivered mark could not be written: " + e, e);
    }
    if (failure != null) {
      engine.onStoreFailure().accept(failure);
    }
    written(reserved, failure);
  }

  private WriteBatch batch(long reserved) {
    return new WriteBatch().deliveredMark(backlog, reserved);
  }

  private void written(long reserved, StoreException failure) {
    if (failure == null) {
      handOut.after(
          () -> {
            unhurried = false;
            mark.written(reserved);
          });
    } else {
      handOut.giveUp(mark::notWritten);
    }
  }
}
