// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the processes of all rounds have told, and what must hold of it. */
final class Ledger {

  private final Set<String> sent = new HashSet<>();
  private final Map<String, Integer> got = new HashMap<>();
  private final Set<String> done = new HashSet<>();
  private final List<String> broken = new ArrayList<>();

  /** Takes a line of a {@link LoadProcess}; false if it is none. */
  synchronized boolean take(String line) {
    String[] words = line.split(" ");
    switch (words[0]) {
      case "sent" -> sent.add(words[1]);
      case "done" -> done.add(words[1]);
      case "got" -> got(words[1], words[2].equals("again"));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void got(String id, boolean flagged) {
    if (done.contains(id)) {
      broken.add(id + " came back after it was settled");
    }
    if (got.merge(id, 1, Integer::sum) > 1 && !flagged) {
      broken.add(id + " came a second time without being marked as redelivered");
    }
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
    return all;
  }
}
