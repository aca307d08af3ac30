// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sluicemq.store.h2.StoreCheck;

/**
 * The books over all lives of one store and one database: they take down what the lives tell, and
 * whatever does not add up. Not safe for several threads.
 */
final class Books {

  private final Set<String> sent = new HashSet<>();
  private final Set<String> undone = new HashSet<>();
  private final Set<String> seen = new HashSet<>();
  private final Set<String> taken = new HashSet<>();

  /** Whose receipt was rolled back since the last inventory. */
  private final Set<String> returned = new HashSet<>();

  private final List<String> outgoing = new ArrayList<>();
  private final List<String> incoming = new ArrayList<>();
  private final List<String> waiting = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private long money;
  private int passes;
  private int counted;

  /** Takes a line of {@link Life} or {@link Worker}; what is none of theirs is left aside. */
  void take(String line) {
    String[] words = line.split(" ");
    switch (words[0]) {
      case "sent" -> sent.add(words[1]);
      case "undone" -> undone.add(words[1]);
      case "seen" -> see(words[1], words[2]);
      case "taken" -> takeDown(words[1]);
      case "returned" -> returned.add(words[1]);
      case "passes" -> passes = Math.max(passes, Integer.parseInt(words[1]));
      case "doubt" -> broken.add("After recovery in doubt: " + line);
      case "outgoing" -> outgoing.add(words[1]);
      case "incoming" -> incoming.add(words[1]);
      case "waiting" -> waiting.add(words[1]);
      case "money" -> money = Long.parseLong(words[1]);
      case "held" -> requireNone("bytes are held by the broker", Long.parseLong(words[1]));
      case "counted" -> balance();
      default -> {
        // The names of points, and the last words of a life.
      }
    }
  }

  private void see(String id, String how) {
    boolean first = seen.add(id);
    if (how.equals("damaged")) {
      broken.add(id + " came with another body than it was sent with");
    } else if (!first && how.equals("new")) {
      broken.add(id + " came again and was not marked as redelivered");
    }
    if (taken.contains(id)) {
      broken.add(id + " came again after its receipt was committed");
    }
    refuseVain(id, "a message");
  }

  private void takeDown(String id) {
    if (!taken.add(id)) {
      broken.add(id + " was taken twice");
    }
  }

  private void refuseVain(String id, String what) {
    if (Transfer.of(id).isVain() || undone.contains(id)) {
      broken.add(id + " was never committed, and there is " + what + " of it");
    }
  }

  /** Holds an inventory, which is whole now, against all that was told. */
  private void balance() {
    refuseTwice(outgoing, "outgoing rows");
    refuseTwice(incoming, "incoming rows");
    refuseTwice(waiting, "messages");
    Set<String> arrived = new HashSet<>(incoming);
    arrived.addAll(waiting);
    compare(new HashSet<>(outgoing), arrived);
    incoming.stream()
        .filter(waiting::contains)
        .forEach(id -> broken.add(id + " has its incoming row, and its message still waits"));
    requireAll(sent, outgoing, "was reported as sent, and there is no outgoing row of it");
    requireAll(taken, incoming, "was reported as taken, and there is no incoming row of it");
    incoming.stream()
        .filter(returned::contains)
        .forEach(id -> broken.add(id + " was given back, and has its incoming row"));
    returned.clear();
    outgoing.forEach(id -> refuseVain(id, "an outgoing row"));
    outgoing.forEach(this::requireOther);
    long travelling = waiting.stream().mapToLong(Transfer::amount).sum();
    if (money + travelling != Database.MONEY) {
      broken.add(
          "The accounts hold %d and %d travel, which is not %d"
              .formatted(money, travelling, Database.MONEY));
    }
    List.of(outgoing, incoming, waiting).forEach(List::clear);
    counted++;
  }

  private void compare(Set<String> rows, Set<String> arrived) {
    rows.stream()
        .filter(id -> !arrived.contains(id))
        .forEach(id -> broken.add(id + " has an outgoing row, and nothing has arrived"));
    arrived.stream()
        .filter(id -> !rows.contains(id))
        .forEach(id -> broken.add(id + " has arrived, and has no outgoing row"));
  }

  private void refuseTwice(List<String> found, String what) {
    Set<String> once = new HashSet<>();
    found.stream().filter(id -> !once.add(id)).forEach(id -> broken.add(id + " has two " + what));
  }

  private void requireAll(Set<String> told, List<String> found, String what) {
    told.stream().filter(id -> !found.contains(id)).forEach(id -> broken.add(id + " " + what));
  }

  /** Of a pair both or none. */
  private void requireOther(String id) {
    for (String other : Transfer.of(id).ids()) {
      if (!outgoing.contains(other)) {
        broken.add(id + " has an outgoing row, and " + other + " of the same transaction has none");
      }
    }
  }

  /** Takes down what is wrong with a store from which all has been taken. */
  void audit(StoreCheck.Report store) {
    store.findings().forEach(finding -> broken.add("In the store: " + finding));
    store.notes().forEach(note -> broken.add("In the store: " + note));
    requireNone("messages are in the tables of the store", store.messages());
    requireNone("branches are in the tables of the store", store.branches());
  }

  private void requireNone(String what, long found) {
    if (found != 0) {
      broken.add(found + " " + what + ", though nothing is left");
    }
  }

  /** What does not add up. */
  List<String> broken() {
    return broken;
  }

  /** How many inventories were taken. */
  int counted() {
    return counted;
  }

  /** How many rows and messages were seen to be settled. */
  int settled() {
    return taken.size();
  }

  /** The most passes that a recovery has made. */
  int passes() {
    return passes;
  }
}
