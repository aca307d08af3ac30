// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.message.Envelope;

/** A message as the model knows it. */
final class ModelMessage implements Comparable<ModelMessage> {

  enum State {
    /** Sent in a unit of work that is not decided. */
    HIDDEN,
    WAITING,
    /** With a consumer, or received in a unit of work that is not decided. */
    HELD,
    GONE
  }

  final String text;
  final Envelope envelope;
  final int number;
  final String group;
  final boolean closing;
  State state = State.HIDDEN;
  long arrival;

  /** Not to be delivered before. */
  long due;

  /** Who has it; null when it is held by a branch that was found in doubt. */
  ModelConsumer holder;

  /** How many deliveries have failed: at least and at most. */
  int failedAtLeast;

  int failedAtMost;

  /** The count that a crash leaves. */
  int failedStored;

  /** Whether it was handed out since the last clean start. */
  boolean delivered;

  boolean prepared;

  /** Whether it came back unseen, and then went to one that may have seen later ones. */
  boolean cameBack;

  boolean overtaken;

  /** Whether it became due in the step that is being checked: its alarm may ring last. */
  boolean justDue;

  ModelMessage(String text, Envelope envelope, int number, String group, boolean closing) {
    this.text = text;
    this.envelope = envelope;
    this.number = number;
    this.group = group;
    this.closing = closing;
    this.due = envelope.deliveryTime();
  }

  boolean isExpired(long now) {
    return envelope.expiration() != 0 && envelope.expiration() <= now;
  }

  boolean isThere() {
    return state == State.WAITING || state == State.HELD;
  }

  @Override
  public int compareTo(ModelMessage other) {
    int byPriority = other.envelope.priority() - envelope.priority();
    return byPriority != 0 ? byPriority : Long.compare(arrival, other.arrival);
  }

  @Override
  public String toString() {
    return text
        + "["
        + state
        + " p"
        + envelope.priority()
        + " #"
        + arrival
        + " n"
        + number
        + (group == null ? "" : " " + group)
        + (envelope.persistent() ? "" : " np")
        + " due"
        + due
        + " exp"
        + envelope.expiration()
        + "]";
  }
}
