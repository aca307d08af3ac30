// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluicemq.crash.CrowdLedger.Copy;
import org.sluicemq.crash.CrowdLedger.Life;
import org.sluicemq.crash.CrowdLedger.Sent;
import org.sluicemq.crash.CrowdLedger.Stage;
import org.sluicemq.crash.CrowdLedger.Unit;

/**
 * What must be found after a restart, of the work of many clients that were cut off together.
 *
 * <p>Whether a unit that was cut off became true is told by what is found, and everything found
 * must tell the same. A copy is there if the unit that sent it is true and the one that received it
 * is not; and nobody receives what was not sent. So a copy that is found makes its sender true and
 * its receiver not; of one that is missing, sender and receiver are both true or both not. These
 * statements must not contradict each other, nor what was promised.
 *
 * @param present messages that were there at the start
 * @param units the work since
 * @param subscriptions all that may be there
 * @param delivered what somebody has seen
 * @param refusals what those were told whose messages are not sent, or copies not received, by name
 */
record CrowdPromise(
    List<Sent> present,
    List<Unit> units,
    Map<String, Life> subscriptions,
    Set<Copy> delivered,
    Map<String, Exception> refusals) {

  /** A message as it was found. */
  record Found(Sent message, boolean marked) {}

  /**
   * Which units a broker must, or may, have in doubt.
   *
   * @param inDoubt what the broker lists
   * @return the units in doubt, by branch
   */
  Map<String, Unit> branches(Set<String> inDoubt) {
    Map<String, Unit> known = CrowdLedger.branches(units);
    Map<String, Unit> found = new LinkedHashMap<>();
    for (String branch : inDoubt) {
      if (!known.containsKey(branch)) {
        throw new AssertionError("branch " + branch + " is in doubt and should not be");
      }
      found.put(branch, known.get(branch));
    }
    for (Unit unit : known.values()) {
      if (unit.stage() == Stage.PREPARED && !inDoubt.contains(unit.branch())) {
        throw new AssertionError("the prepared branch " + unit + " is lost");
      }
    }
    return found;
  }

  /** Which subscriptions must be there, as the broker says; one that was cut off may be. */
  void requireSubscriptions(Set<String> found) {
    for (String place : found) {
      if (!subscriptions.containsKey(place)) {
        throw new AssertionError("subscription " + place + " is there and should not be");
      }
    }
    subscriptions.forEach(
        (place, life) -> {
          if (life == Life.THERE && !found.contains(place)) {
            throw new AssertionError("subscription " + place + " is lost");
          }
        });
  }

  /**
   * Holds what was found against the promise.
   *
   * @param found all messages at every queue and subscription that is there, each in its order
   * @param decided what became of the units that were in doubt
   */
  void check(Map<String, List<Found>> found, Map<Long, Boolean> decided) {
    Facts facts = new Facts(decided, refusals);
    Map<String, Sent> known = new HashMap<>();
    Map<String, Unit> senders = new HashMap<>();
    CrowdLedger.messages(present, units).forEach(sent -> known.put(sent.id(), sent));
    units.forEach(unit -> unit.sends().forEach(sent -> senders.put(sent.id(), unit)));
    Map<Copy, Unit> receivers = receivers();
    found.forEach(
        (place, messages) -> {
          Set<String> there = new HashSet<>();
          for (Found message : messages) {
            String id = message.message().id();
            requireSent(known, id, place);
            require(there.add(id), id + " is at " + place + " twice");
            Copy copy = new Copy(place, id);
            require(
                message.marked() || !delivered.contains(copy),
                () -> copy + " came back without a mark; of it are " + about(copy));
            facts.isTrue(senders.get(id), copy);
            facts.isNot(receivers.get(copy), copy);
          }
          for (Sent sent : known.values()) {
            if (sent.places().contains(place) && !there.contains(sent.id())) {
              Copy copy = new Copy(place, sent.id());
              facts.areSame(senders.get(sent.id()), receivers.get(copy), copy);
            }
          }
          requireOrder(place, messages);
        });
    facts.requireNoContradiction();
  }

  private List<Unit> about(Copy copy) {
    return units.stream()
        .filter(
            unit ->
                unit.received().contains(copy)
                    || unit.sends().stream().anyMatch(sent -> sent.id().equals(copy.id())))
        .toList();
  }

  private void requireSent(Map<String, Sent> known, String id, String place) {
    if (!known.containsKey(id)) {
      throw new AssertionError(id + " is at " + place + " and was not sent", refusals.get(id));
    }
  }

  private Map<Copy, Unit> receivers() {
    Map<Copy, Unit> receivers = new HashMap<>();
    for (Unit unit : units) {
      for (Copy copy : unit.received()) {
        Unit other = receivers.put(copy, unit);
        require(other == null, copy + " was received by " + other + " and by " + unit);
      }
    }
    return receivers;
  }

  private static void requireOrder(String place, List<Found> messages) {
    Map<String, Sent> last = new HashMap<>();
    for (Found found : messages) {
      Sent sent = found.message();
      Sent before = last.put(sent.tag(), sent);
      require(
          before == null || before.number() < sent.number(),
          () -> before + " stands before " + sent + " at " + place);
    }
  }

  private static void require(boolean holds, String otherwise) {
    require(holds, () -> otherwise);
  }

  private static void require(boolean holds, java.util.function.Supplier<String> otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise.get());
    }
  }

  /** What is known of the units of work, or must be alike. */
  private static final class Facts {

    /** A fact of a unit, or that two are alike, and the copy that tells it. */
    private record Same(Unit one, Unit other, Copy because) {}

    private final Map<Long, Boolean> decided;
    private final Map<String, Exception> refusals;
    private final Map<Long, Boolean> known = new HashMap<>();
    private final Map<Long, Copy> because = new HashMap<>();
    private final List<Same> alike = new ArrayList<>();

    Facts(Map<Long, Boolean> decided, Map<String, Exception> refusals) {
      this.decided = decided;
      this.refusals = refusals;
    }

    void isTrue(Unit sender, Copy copy) {
      if (sender != null) {
        learn(sender, true, copy);
      }
    }

    void isNot(Unit receiver, Copy copy) {
      if (receiver != null) {
        learn(receiver, false, copy);
      }
    }

    void areSame(Unit sender, Unit receiver, Copy copy) {
      if (sender == null) {
        require(receiver != null, copy + " is lost");
        learn(receiver, true, copy);
      } else if (receiver == null) {
        learn(sender, false, copy);
      } else {
        alike.add(new Same(sender, receiver, copy));
      }
    }

    private Boolean promised(Unit unit) {
      Boolean decision = decided.get(unit.number());
      if (decision != null) {
        return decision;
      }
      return switch (unit.stage()) {
        case DONE, COMMITTING -> true;
        case PREPARING, PREPARED, ROLLING_BACK -> false;
        case OPEN -> null;
      };
    }

    private boolean learn(Unit unit, boolean truth, Copy copy) {
      Boolean before = known.getOrDefault(unit.number(), promised(unit));
      if (before != null && before != truth) {
        throw new AssertionError(
            copy
                + " tells that this is "
                + truth
                + ", but it is not: "
                + unit
                + ", for "
                + because.get(unit.number()),
            refusals.get(copy.toString()));
      }
      because.putIfAbsent(unit.number(), copy);
      return known.put(unit.number(), truth) == null;
    }

    void requireNoContradiction() {
      boolean learnt = true;
      while (learnt) {
        learnt = false;
        for (Same same : alike) {
          learnt |= spread(same.one, same.other, same.because);
          learnt |= spread(same.other, same.one, same.because);
        }
      }
    }

    private boolean spread(Unit from, Unit to, Copy copy) {
      Boolean truth = known.getOrDefault(from.number(), promised(from));
      return truth != null && learn(to, truth, copy);
    }
  }
}
