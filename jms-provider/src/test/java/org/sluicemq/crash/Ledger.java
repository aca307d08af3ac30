// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the processes of all rounds have told, and what must hold of it. An identifier is that of
 * its sender, a number and, for the two halves of a transaction, {@code a} or {@code b}.
 */
final class Ledger {

  private final Set<String> sent = new HashSet<>();
  private final Map<String, Integer> got = new HashMap<>();
  private final Set<String> done = new HashSet<>();

  /** By receiver, the message that it has and has not said to be settled. */
  private final Map<String, String> pending = new HashMap<>();

  /** Pending when their process was killed: settled or not, who knows. One a receiver and round. */
  private final Set<String> maybeDone = new HashSet<>();

  /** By receiver and sender, in this round, the place of the last message in the sender's order. */
  private final Map<String, Long> last = new HashMap<>();

  private final List<String> broken = new ArrayList<>();

  /** Takes a line of a {@link LoadProcess}; false if it is none. */
  synchronized boolean take(String line) {
    String[] words = line.split(" ");
    switch (words[0]) {
      case "sent" -> sent.add(words[1]);
      case "got" -> got(words[1], words[2], words[3]);
      case "done" -> done(words[1], words[2]);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void got(String receiver, String id, String how) {
    if (done.contains(id)) {
      broken.add(id + " came back after it was settled");
    }
    if (got.merge(id, 1, Integer::sum) > 1 && how.equals("new")) {
      broken.add(id + " came a second time without being marked as redelivered");
    }
    if (how.equals("damaged")) {
      broken.add(id + " has another body than it was sent with");
    }
    String before = pending.put(receiver, id);
    if (before != null) {
      broken.add(receiver + " took " + id + " before it had settled " + before);
    }
    Long previous = last.put(receiver + " " + sender(id), place(id));
    if (previous != null && previous >= place(id)) {
      broken.add(id + " came to " + receiver + " after place " + previous + " of its sender");
    }
  }

  private void done(String receiver, String id) {
    done.add(id);
    if (!id.equals(pending.remove(receiver))) {
      broken.add(receiver + " settled " + id + ", which it did not have");
    }
  }

  /** The process was killed; what its receivers had taken may be settled. */
  synchronized void killed() {
    maybeDone.addAll(pending.values());
    pending.clear();
    last.clear();
  }

  private static String sender(String id) {
    return id.substring(0, id.lastIndexOf('-'));
  }

  private static long place(String id) {
    String number = id.substring(id.lastIndexOf('-') + 1);
    int half = "ab".indexOf(number.charAt(number.length() - 1));
    return half < 0
        ? Long.parseLong(number)
        : 2 * Long.parseLong(number.substring(0, number.length() - 1)) + half;
  }

  private static String otherHalf(String id) {
    String stem = id.substring(0, id.length() - 1);
    return id.endsWith("a") ? stem + "b" : id.endsWith("b") ? stem + "a" : id;
  }

  synchronized int sent() {
    return sent.size();
  }

  /** How many were sent whose identifiers contain this. */
  synchronized long sent(String part) {
    return sent.stream().filter(id -> id.contains(part)).count();
  }

  synchronized int done() {
    return done.size();
  }

  /** What is wrong when everything has been drained: empty if all holds. */
  synchronized List<String> broken() {
    List<String> all = new ArrayList<>(broken);
    for (String id : sent) {
      if (!got.containsKey(id)) {
        all.add(id + " was acknowledged to its sender and is lost");
      }
    }
    for (String id : got.keySet()) {
      if (!done.contains(id) && !maybeDone.contains(id)) {
        all.add(id + " was received, not settled, and is lost");
      }
      if (!got.containsKey(otherHalf(id))) {
        all.add(id + " came and the other half of its transaction did not");
      }
    }
    return all;
  }
}
