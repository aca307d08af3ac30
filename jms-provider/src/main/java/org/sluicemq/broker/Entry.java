// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.message.Envelope;

/**
 * A message at its place in a backlog, as long as it is in memory. Owned by its backlog and guarded
 * by its lock, but for {@link #noteFailure}.
 */
final class Entry {

  /** Where it stands; {@link Backlog} moves it. */
  enum State {
    /** Ready for a consumer. */
    WAITING,
    /** Not to be delivered before its time. */
    DELAYED,
    /** Handed out and not settled. */
    OUTSTANDING,
    /** Acknowledged, expired or moved away. */
    GONE
  }

  final long key;
  final Envelope envelope;

  /** Whether a row of the store stands behind it. */
  final boolean stored;

  State state = State.WAITING;
  int failedDeliveries;

  /** Whether a prepared branch holds it: the delivery counts when the branch is decided. */
  boolean inDoubt;

  /** When a delayed entry is due, in milliseconds since the epoch. */
  long dueAt;

  private volatile Throwable failure;

  Entry(long key, Envelope envelope, boolean stored, int failedDeliveries) {
    this.key = key;
    this.envelope = envelope;
    this.stored = stored;
    this.failedDeliveries = failedDeliveries;
  }

  /** Keeps the last failure until the message is acknowledged or becomes a dead letter. */
  void noteFailure(Throwable cause) {
    if (cause != null) {
      failure = cause;
    }
  }

  Throwable failure() {
    return failure;
  }

  boolean isExpired(long now) {
    return envelope.expiration() != 0 && envelope.expiration() <= now;
  }
}
