// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluicemq.broker.ModelMessage.State;

/**
 * What the specification says of one queue, in the simplest form: every message with its state, and
 * who may have it. It is told what is done, and checks what comes of it.
 */
final class Model {

  final int maxDeliveries;
  final long redeliveryDelay;
  final Map<String, ModelMessage> messages = new LinkedHashMap<>();
  final List<ModelConsumer> consumers = new ArrayList<>();
  private final Map<String, ModelConsumer> owners = new HashMap<>();
  private final Set<String> leaving = new HashSet<>();
  long now;
  int deadLetters;

  /** Those of them that do not survive. */
  private int lightDeadLetters;

  private long arrivals;

  Model(int maxDeliveries, long redeliveryDelay) {
    this.maxDeliveries = maxDeliveries;
    this.redeliveryDelay = redeliveryDelay;
  }

  // ---- what is done

  void arrive(ModelMessage message) {
    message.arrival = ++arrivals;
    message.prepared = false;
    message.state = State.WAITING;
  }

  void acknowledged(ModelMessage message) {
    message.state = State.GONE;
    settled(message);
  }

  void unseen(ModelMessage message) {
    message.state = State.WAITING;
    message.cameBack = true;
    message.holder.seen.remove(message);
    settled(message);
  }

  /** A delivery failed: the message waits for its redelivery, or becomes a dead letter. */
  void failed(ModelMessage message) {
    message.failedAtLeast++;
    message.failedAtMost++;
    message.failedStored = message.failedAtLeast;
    if (message.failedAtLeast >= maxDeliveries) {
      message.state = State.GONE;
      deadLetters++;
      lightDeadLetters += message.envelope.persistent() ? 0 : 1;
    } else {
      message.state = State.WAITING;
      message.due = redeliveryDelay == 0 ? message.due : now + redeliveryDelay;
      rests(message);
    }
    settled(message);
  }

  private final Map<String, Set<ModelMessage>> resting = new HashMap<>();

  private void rests(ModelMessage message) {
    if (message.group != null && redeliveryDelay > 0) {
      resting.computeIfAbsent(message.group, g -> new HashSet<>()).add(message);
    }
  }

  private void settled(ModelMessage message) {
    message.holder = null;
    message.prepared = false;
    if (message.group != null
        && holders(message.group).isEmpty()
        && leaving.remove(message.group)) {
      owners.remove(message.group);
    }
  }

  private List<ModelMessage> holders(String group) {
    return messages.values().stream()
        .filter(m -> m.state == State.HELD && group.equals(m.group))
        .toList();
  }

  void opened(ModelConsumer consumer) {
    consumers.add(consumer);
    owners.keySet().removeIf(group -> holders(group).isEmpty());
    leaving.addAll(owners.keySet());
  }

  void closed(ModelConsumer consumer) {
    consumer.open = false;
    consumer.credit = 0;
    consumer.more = 0;
    consumers.remove(consumer);
    for (String group : List.copyOf(owners.keySet())) {
      if (owners.get(group) == consumer && holders(group).isEmpty()) {
        owners.remove(group);
        leaving.remove(group);
      } else if (owners.get(group) == consumer) {
        leaving.add(group);
      }
    }
  }

  void advance(long millis) {
    for (ModelMessage message : messages.values()) {
      message.justDue |= message.due > now && message.due <= now + millis;
    }
    now += millis;
    resting.values().forEach(set -> set.removeIf(m -> m.due <= now || !m.isThere()));
  }

  /** The broker ended and another began on what the store kept. */
  void restarted(boolean clean) {
    for (ModelMessage message : messages.values()) {
      if (message.state == State.GONE) {
        continue;
      }
      boolean kept = message.envelope.persistent();
      if (message.state == State.HIDDEN) {
        message.state = message.prepared && kept ? State.HIDDEN : State.GONE;
      } else if (!kept) {
        message.state = State.GONE;
      } else {
        restarted(message, clean);
      }
    }
    deadLetters -= lightDeadLetters;
    lightDeadLetters = 0;
    consumers.clear();
    owners.clear();
    leaving.clear();
    resting.clear();
  }

  private void restarted(ModelMessage message, boolean clean) {
    if (clean && message.state == State.HELD && !message.prepared) {
      message.failedAtLeast++;
      message.failedAtMost++;
      message.failedStored = message.failedAtLeast;
    }
    if (!clean && message.delivered) {
      message.failedAtLeast = Math.max(message.failedStored, 1);
      message.failedAtMost = Math.max(message.failedAtMost, message.failedAtLeast);
    } else if (!clean) {
      message.failedAtMost = Math.max(message.failedAtMost, 1);
    }
    if (message.prepared) {
      message.failedAtLeast = message.failedStored;
    }
    message.delivered = message.delivered && !clean;
    message.holder = null;
    message.due = message.envelope.deliveryTime();
    message.cameBack = false;
    message.overtaken = false;
    if (!message.prepared) {
      message.state = State.WAITING;
    }
  }

  // ---- what comes of it

  /** A consumer got a message: it must be the first of what it may have. */
  void delivered(ModelConsumer consumer, Delivery delivery) {
    ModelMessage message = messages.get(Messages.text(delivery));
    require(message != null, "a message came that nobody sent: " + Messages.text(delivery));
    require(
        mayHave(consumer, message, false),
        message + " must not go to " + consumer + owned(message));
    ModelMessage first =
        messages.values().stream()
            .filter(m -> !mayNotHaveWoken(m) && mayHave(consumer, m))
            .min(ModelMessage::compareTo)
            .orElse(message);
    require(
        first.compareTo(message) >= 0, message + " went to " + consumer + " in front of " + first);
    if (message.cameBack && consumer.wasPast(message)) {
      message.overtaken |= delivery.deliveryCount() == message.failedAtMost + 2;
    }
    boolean asNew = message.cameBack && !delivery.redelivered();
    require(!asNew || !consumer.isPast(message), message + " overtaken by others at " + consumer);
    int count = delivery.deliveryCount() - (message.overtaken ? 1 : 0);
    require(
        count > message.failedAtLeast && count <= message.failedAtMost + 1,
        message
            + " has count "
            + count
            + ", failed "
            + message.failedAtLeast
            + ".."
            + message.failedAtMost);
    message.failedAtLeast = count - 1;
    message.failedAtMost = count - 1;
    message.state = State.HELD;
    message.delivered = true;
    message.holder = consumer;
    require(consumer.wants(), consumer + " got more than it asked for");
    consumer.got(message);
    consumer.held.add(delivery);
    if (message.group != null) {
      own(consumer, message);
    }
  }

  /** Whether the alarm of a message, or of one that holds up its group, may not have rung yet. */
  private boolean mayNotHaveWoken(ModelMessage message) {
    return message.justDue
        || message.group != null
            && messages.values().stream().anyMatch(m -> m.justDue && message.group.equals(m.group));
  }

  private void own(ModelConsumer consumer, ModelMessage message) {
    if (owners.put(message.group, consumer) != consumer) {
      leaving.remove(message.group);
    }
    if (message.closing) {
      leaving.add(message.group);
    }
  }

  private String owned(ModelMessage message) {
    return message.group == null
        ? ""
        : ", group is with " + owners.get(message.group) + ", held " + holders(message.group);
  }

  private boolean mayHave(ModelConsumer consumer, ModelMessage message) {
    return mayHave(consumer, message, true);
  }

  /**
   * Whether a message may go to a consumer now.
   *
   * @param strict whether a group also waits for the redelivery of a message that is too old by
   *     now, as it may as long as that has not been taken away
   */
  private boolean mayHave(ModelConsumer consumer, ModelMessage message, boolean strict) {
    return message.state == State.WAITING
        && consumer.open
        && consumer.wants()
        && message.due <= now
        && !message.isExpired(now)
        && consumer.choice.wants(message.number)
        && (message.group == null || mayHaveGroup(consumer, message, strict));
  }

  private boolean mayHaveGroup(ModelConsumer consumer, ModelMessage message, boolean strict) {
    Set<ModelMessage> waiting = resting.getOrDefault(message.group, Set.of());
    if (waiting.stream().anyMatch(m -> strict || !m.isExpired(now))) {
      return false;
    }
    ModelConsumer owner = owners.get(message.group);
    boolean free = owner == null || !owner.choice.wants(message.number);
    return owner == consumer || free && holders(message.group).isEmpty();
  }

  /** Nothing is under way: nobody waits for what is there. */
  void checkNobodyStarves() {
    for (ModelConsumer consumer : consumers) {
      consumer.more = consumer.credit > 0 ? consumer.more : 0;
      for (ModelMessage message : messages.values()) {
        require(
            !mayHave(consumer, message), consumer + " waits and " + message + " is there for it");
      }
    }
  }

  void checkBrowsed(ModelConsumer.Choice choice, List<String> seen) {
    List<String> expected =
        messages.values().stream()
            .filter(m -> m.state == State.WAITING && m.due <= now && !m.isExpired(now))
            .filter(m -> choice.wants(m.number))
            .sorted()
            .map(m -> m.text)
            .toList();
    require(expected.equals(seen), "a browser saw " + seen + ", there is " + expected);
  }

  /**
   * Compares figures.
   *
   * @param swept whether what is too old must be gone by now
   */
  void checkFigures(DestinationFigures figures, boolean swept) {
    long there = messages.values().stream().filter(ModelMessage::isThere).count();
    long old =
        messages.values().stream()
            .filter(m -> m.state == State.WAITING && m.isExpired(now))
            .count();
    long held = messages.values().stream().filter(m -> m.state == State.HELD).count();
    require(figures.inFlight() == held, "in flight are " + figures.inFlight() + ", held " + held);
    boolean right =
        swept
            ? figures.depth() == there - old
            : figures.depth() >= there - old && figures.depth() <= there;
    require(right, "the depth is " + figures.depth() + ", there are " + there + ", old " + old);
  }

  static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
