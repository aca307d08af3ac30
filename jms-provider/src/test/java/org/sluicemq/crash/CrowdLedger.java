// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * What many clients at once were promised: each notes a unit of work before the call that makes it
 * true, and what came of the call after it. What must be found after a restart is asked of a {@link
 * CrowdPromise}, which can be taken at any moment.
 *
 * <p>A message is one <em>copy</em> for its queue, or one for each subscription that had begun when
 * it was made. Safe for any thread.
 */
final class CrowdLedger {

  /** Where a unit of work stands, as far as its client knows. */
  enum Stage {
    /** Being written, or written with an unknown outcome. */
    OPEN,
    /** A branch that is being prepared. */
    PREPARING,
    /** A branch in doubt. */
    PREPARED,
    /** A prepared branch that is being committed. */
    COMMITTING,
    /** A prepared branch that is being rolled back. */
    ROLLING_BACK,
    /** All of it is true. */
    DONE
  }

  /** Where a subscription stands. */
  enum Life {
    BEGINNING,
    THERE,
    ENDING
  }

  /**
   * A message as its sender knows it.
   *
   * @param tag of a producer whose messages keep their order
   * @param number in the order of that producer
   * @param places the queue, or the subscriptions that must get it
   */
  record Sent(String id, String tag, long number, Set<String> places) {}

  /** Sends and receipts that become true together; receipts are copies. */
  record Unit(long number, Stage stage, String branch, List<Sent> sends, List<Copy> received) {

    Unit at(Stage next) {
      return new Unit(number, next, branch, sends, received);
    }
  }

  /** A message at a place. */
  record Copy(String place, String id) {}

  private final Map<Long, Unit> units = new LinkedHashMap<>();
  private final Map<String, Life> subscriptions = new HashMap<>();
  private final Set<Copy> delivered = new HashSet<>();
  private List<Sent> present = List.of();
  private final Map<String, Exception> refusals = new HashMap<>();
  private long numbers;

  /** Acknowledgements that nobody waits for, with the last unit that had begun before each. */
  private final Map<Long, Long> later = new HashMap<>();

  /** Whether nothing that begins from now on can become true. */
  private final BooleanSupplier isOver;

  /** The power is never lost. */
  CrowdLedger() {
    this(() -> false);
  }

  /** The power may be lost at some moment. */
  CrowdLedger(BooleanSupplier isOver) {
    this.isOver = isOver;
  }

  /** A store that holds messages already. */
  synchronized void startWith(List<Sent> there) {
    present = List.copyOf(there);
  }

  /**
   * A unit begins to be written. Once the power is lost an acknowledgement fails and its message
   * comes again: that somebody receives it then settles nothing.
   */
  long begin(String branch, List<Sent> sends, List<Copy> received) {
    // Not while the lock is held: the disk asks for promises while it holds its own.
    boolean settlesNothing = isOver.getAsBoolean();
    return add(branch, sends, settlesNothing ? List.of() : received);
  }

  private synchronized long add(String branch, List<Sent> sends, List<Copy> received) {
    long number = ++numbers;
    Stage stage = branch == null ? Stage.OPEN : Stage.PREPARING;
    units.put(number, new Unit(number, stage, branch, List.copyOf(sends), List.copyOf(received)));
    return number;
  }

  /** A unit goes on. */
  synchronized void moved(long unit, Stage next) {
    units.computeIfPresent(unit, (number, old) -> old.at(next));
    if (next == Stage.DONE || next == Stage.PREPARED) {
      settleLater(unit);
    }
  }

  /**
   * A receipt was acknowledged by a session itself, which does not wait until that is durable: the
   * message may come back, marked, until something is confirmed that began after this.
   */
  synchronized void acknowledgedLater(long unit) {
    later.put(unit, numbers);
  }

  /** What was handed over before a unit began that is durable now is durable too. */
  private void settleLater(long durable) {
    List<Long> settled =
        later.entrySet().stream()
            .filter(entry -> entry.getValue() < durable)
            .map(Map.Entry::getKey)
            .toList();
    later.keySet().removeAll(settled);
    settled.forEach(unit -> units.computeIfPresent(unit, (number, old) -> old.at(Stage.DONE)));
  }

  /** The broker has stopped cleanly: nothing that was handed over is left to be made durable. */
  synchronized void closed() {
    settleLater(Long.MAX_VALUE);
  }

  /** The call returned: all of it is true. */
  synchronized void confirmed(long unit) {
    moved(unit, Stage.DONE);
  }

  /** Nothing of it is or will be true. */
  synchronized void refused(long unit) {
    units.remove(unit);
  }

  /** A call failed; unless it says that nothing came of it, that is unknown. */
  synchronized void failed(long unit, Exception why) {
    if (JmsWorkload.isKnown(why) && units.containsKey(unit)) {
      Unit refused = units.remove(unit);
      refused.sends().forEach(sent -> refusals.put(sent.id(), why));
      refused.received().forEach(copy -> refusals.put(copy.toString(), why));
    }
  }

  /** A subscription is about to begin or to end, or has begun. */
  synchronized void subscription(String place, Life life) {
    subscriptions.put(place, life);
  }

  /** A subscription has ended. */
  synchronized void ended(String place) {
    subscriptions.remove(place);
  }

  synchronized boolean isThere(String place) {
    return subscriptions.get(place) == Life.THERE;
  }

  /** The subscriptions that must get a message which is made now. */
  synchronized Set<String> subscribed() {
    return subscriptions.entrySet().stream()
        .filter(entry -> entry.getValue() == Life.THERE)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Somebody got a message. */
  synchronized void delivered(Copy copy, boolean marked) {
    if (!delivered.add(copy) && !marked) {
      throw new AssertionError(copy + " came a second time without being marked as redelivered");
    }
  }

  /** What must be found if everything ends now. */
  synchronized CrowdPromise promise() {
    return new CrowdPromise(
        present,
        List.copyOf(units.values()),
        Map.copyOf(subscriptions),
        Set.copyOf(delivered),
        Map.copyOf(refusals));
  }

  /** Goes on from what was found. */
  synchronized void goOnWith(Map<String, List<Sent>> found) {
    Map<String, Sent> messages = new LinkedHashMap<>();
    Set<Copy> copies = new HashSet<>();
    found.forEach(
        (place, there) ->
            there.forEach(
                sent -> {
                  copies.add(new Copy(place, sent.id()));
                  messages.merge(sent.id(), at(sent, Set.of(place)), (a, b) -> at(a, both(a, b)));
                }));
    present = List.copyOf(messages.values());
    units.clear();
    later.clear();
    refusals.clear();
    delivered.retainAll(copies);
    subscriptions.keySet().removeIf(place -> !found.containsKey(place));
    subscriptions.replaceAll((place, life) -> Life.THERE);
  }

  private static Sent at(Sent sent, Set<String> places) {
    return new Sent(sent.id(), sent.tag(), sent.number(), places);
  }

  private static Set<String> both(Sent a, Sent b) {
    Set<String> places = new HashSet<>(a.places());
    places.addAll(b.places());
    return places;
  }

  /** The names of branches that are undecided, by unit. */
  static Map<String, Unit> branches(List<Unit> units) {
    Map<String, Unit> branches = new HashMap<>();
    units.stream()
        .filter(unit -> Objects.nonNull(unit.branch()) && unit.stage() != Stage.DONE)
        .forEach(unit -> branches.put(unit.branch(), unit));
    return branches;
  }

  /** Every message that the ledger knows of. */
  static List<Sent> messages(List<Sent> present, List<Unit> units) {
    List<Sent> all = new ArrayList<>(present);
    units.forEach(unit -> all.addAll(unit.sends()));
    return all;
  }
}
