// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a client was promised: which messages are there, which units of work have no certain outcome
 * yet, which messages somebody has seen. Filled by one thread while it works with a broker; what
 * must be found after a restart is asked of a {@link Promise}, which can be taken at any moment.
 */
final class MessageLedger {

  /** Where a unit of work stands, as far as its client knows. */
  enum Stage {
    /** Being written, or written with an unknown outcome. */
    OPEN,
    /** A branch that is not prepared yet. */
    ACTIVE,
    /** A branch that is being prepared. */
    PREPARING,
    /** A branch in doubt. */
    PREPARED,
    /** A prepared branch that is being committed. */
    COMMITTING,
    /** A prepared branch that is being rolled back. */
    ROLLING_BACK
  }

  /** A message as its sender knows it. */
  record Sent(String id, String queue, int priority) {}

  /** Sends and receipts that become true together. */
  record Unit(long number, Stage stage, String branch, List<Sent> sends, List<String> received) {

    Unit at(Stage next) {
      return new Unit(number, next, branch, sends, received);
    }
  }

  private Map<String, Sent> present = new LinkedHashMap<>();
  private final Map<Long, Unit> undecided = new LinkedHashMap<>();
  private final Set<Long> settledByNextWrite = new HashSet<>();
  private final Set<String> delivered = new HashSet<>();
  private long units;

  /** A unit begins to be written. */
  synchronized long begin(Stage stage, String branch, List<Sent> sends, List<String> received) {
    long number = ++units;
    undecided.put(
        number, new Unit(number, stage, branch, List.copyOf(sends), List.copyOf(received)));
    return number;
  }

  /** An acknowledgement that is durable with the next write at the latest. */
  synchronized void acknowledgedLater(String id) {
    settledByNextWrite.add(begin(Stage.OPEN, null, List.of(), List.of(id)));
  }

  /** A branch goes on. */
  synchronized void moved(long unit, Stage next) {
    Unit moved = undecided.remove(unit).at(next);
    // In the order of the decisions, in which the messages take their places.
    undecided.put(unit, moved);
  }

  /** The call returned: all of it is true, and so is what was left to the next write. */
  synchronized void confirmed(long unit) {
    wroteSomething();
    apply(undecided.remove(unit));
  }

  /** A call returned that wrote something. */
  synchronized void wroteSomething() {
    settledByNextWrite.forEach(later -> apply(undecided.remove(later)));
    settledByNextWrite.clear();
  }

  private void apply(Unit unit) {
    unit.received().forEach(present::remove);
    unit.sends().forEach(sent -> present.put(sent.id(), sent));
  }

  /** Nothing of it is or will be true. */
  synchronized void refused(long unit) {
    undecided.remove(unit);
  }

  /** Somebody got a message; as a dead letter it is another message. */
  synchronized void delivered(String id, String queue, boolean marked) {
    if (!delivered.add(queue + " " + id) && !marked) {
      throw new AssertionError(id + " came a second time without being marked as redelivered");
    }
  }

  /** Branches in doubt, by unit. */
  synchronized List<Unit> prepared() {
    return undecided.values().stream().filter(unit -> unit.stage() == Stage.PREPARED).toList();
  }

  /** What must be found if everything ends now. */
  synchronized Promise promise() {
    return new Promise(
        new LinkedHashMap<>(present), List.copyOf(undecided.values()), Set.copyOf(delivered));
  }

  /** Goes on from what was found. */
  synchronized void goOnWith(Map<String, Sent> found) {
    present = found;
    undecided.clear();
    settledByNextWrite.clear();
  }

  /** A message as it was found. */
  record Found(String id, String queue, boolean seen, boolean marked) {}

  /** What must be found after a restart. */
  record Promise(Map<String, Sent> present, List<Unit> undecided, Set<String> delivered) {

    /**
     * Which branches a broker must, or may, have in doubt.
     *
     * @param inDoubt what the broker lists
     * @return the units in doubt
     */
    List<Unit> branches(Set<String> inDoubt) {
      Map<String, Unit> known = new HashMap<>();
      undecided.stream()
          .filter(unit -> unit.branch() != null)
          .forEach(unit -> known.put(unit.branch(), unit));
      List<Unit> found = new ArrayList<>();
      for (String branch : inDoubt) {
        Unit unit = known.get(branch);
        if (unit == null || unit.stage() == Stage.ACTIVE) {
          throw new AssertionError("branch " + branch + " is in doubt and was never prepared");
        }
        found.add(unit);
      }
      for (Unit unit : known.values()) {
        if (unit.stage() == Stage.PREPARED && !inDoubt.contains(unit.branch())) {
          throw new AssertionError("the prepared branch " + unit + " is lost");
        }
      }
      return found;
    }

    /**
     * Holds what was found against the promise.
     *
     * @param found all messages, each queue in its order
     * @param committed units in doubt that were committed after the restart, in that order
     * @param rolledBack units in doubt that were rolled back after the restart
     * @return the messages that are there
     */
    Map<String, Sent> check(List<Found> found, List<Unit> committed, List<Unit> rolledBack) {
      Map<String, Found> byId = new LinkedHashMap<>();
      for (Found message : found) {
        if (byId.put(message.id(), message) != null) {
          throw new AssertionError(message.id() + " is there twice");
        }
        if (message.seen()
            && delivered.contains(message.queue() + " " + message.id())
            && !message.marked()) {
          throw new AssertionError(message.id() + " came back without being marked");
        }
      }
      Map<String, Sent> expected = new LinkedHashMap<>(present);
      Set<Unit> decided = new HashSet<>(committed);
      decided.addAll(rolledBack);
      for (Unit unit : undecided) {
        if (!decided.contains(unit) && isApplied(unit, byId)) {
          applyTo(expected, unit);
        }
      }
      committed.forEach(unit -> applyTo(expected, unit));
      requireSame(expected, byId);
      requireOrder(expected, found);
      return expected;
    }

    private static void applyTo(Map<String, Sent> messages, Unit unit) {
      unit.received().forEach(messages::remove);
      unit.sends().forEach(sent -> messages.put(sent.id(), sent));
    }

    /** Whether a unit became true, as its first message tells; the others must tell the same. */
    private static boolean isApplied(Unit unit, Map<String, Found> found) {
      return switch (unit.stage()) {
        case COMMITTING -> true;
        case ACTIVE, PREPARING, PREPARED, ROLLING_BACK -> false;
        case OPEN ->
            unit.sends().isEmpty()
                ? !unit.received().isEmpty() && !found.containsKey(unit.received().get(0))
                : found.containsKey(unit.sends().get(0).id());
      };
    }

    private void requireSame(Map<String, Sent> expected, Map<String, Found> found) {
      Set<String> lost = new HashSet<>(expected.keySet());
      lost.removeAll(found.keySet());
      Set<String> extra = new HashSet<>(found.keySet());
      extra.removeAll(expected.keySet());
      if (!lost.isEmpty() || !extra.isEmpty()) {
        throw new AssertionError(
            "lost " + lost + ", there without right " + extra + ", undecided " + undecided);
      }
    }

    private static void requireOrder(Map<String, Sent> expected, List<Found> found) {
      Map<String, Integer> places = new HashMap<>();
      expected.keySet().forEach(id -> places.put(id, places.size()));
      Map<String, Sent> last = new HashMap<>();
      for (Found message : found) {
        Sent sent = expected.get(message.id());
        if (!sent.queue().equals(message.queue())) {
          // A dead letter has a new place.
          continue;
        }
        Sent before = last.put(message.queue(), sent);
        boolean inOrder =
            before == null
                || before.priority() > sent.priority()
                || before.priority() == sent.priority()
                    && places.get(before.id()) < places.get(sent.id());
        if (!inOrder) {
          throw new AssertionError(before + " stands before " + sent);
        }
      }
    }
  }
}
