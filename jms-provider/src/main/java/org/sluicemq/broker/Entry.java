// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.message.Envelope;

/**
 * A message at its place in a backlog, as long as it is in memory. Owned by its backlog and guarded
 * by its lock, but for {@link #noteFailure}.
 */
final class Entry {

  /** Where it stands; {@link Stock} moves it. */
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

  /** What stands behind it, so that it may rest. */
  enum Row {
    /** Nothing: it is in memory alone. */
    NONE,
    /** A row of the store. */
    STORE,
    /** A row of the overflow store, as long as it rests. */
    OVERFLOW
  }

  final long key;
  final Envelope envelope;
  Row row;

  /** The message group, or null. */
  final String group;

  /** Whether what follows in the group waits until this message is redelivered. */
  boolean holdsGroup;

  /** Who has it, or null. */
  LocalConsumer holder;

  /** How far its holder had come before, see {@link Progress}. */
  long cameAfter;

  /** Whether it was handed out and came back unseen. */
  boolean cameBackUnseen;

  /** Whether it was then handed to one that is past it, who is told so as of a redelivery. */
  boolean overtaken;

  State state = State.WAITING;
  int failedDeliveries;

  /** Whether a prepared branch holds it: the delivery counts when the branch is decided. */
  boolean inDoubt;

  /** When a delayed entry is due, in milliseconds since the epoch. */
  long dueAt;

  private volatile Throwable failure;

  Entry(long key, Envelope envelope, Row row, int failedDeliveries) {
    this.key = key;
    this.envelope = envelope;
    this.row = row;
    this.failedDeliveries = failedDeliveries;
    this.group = envelope.groupId();
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

  /** Whether the store must be told when it is settled. */
  boolean stored() {
    return row == Row.STORE;
  }

  /** Whether it waits for the time its sender named. */
  boolean isDelayed(long now) {
    return envelope.deliveryTime() > now;
  }

  boolean isExpired(long now) {
    return envelope.expiration() != 0 && envelope.expiration() <= now;
  }
}
