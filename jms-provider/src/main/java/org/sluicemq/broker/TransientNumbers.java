// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.HashSet;
import java.util.Set;
import org.sluicemq.store.MessageKey;

/**
 * Numbers for backlogs that live in memory alone, from the top of the number space downwards, where
 * the store's own never come; a number that was given back is given out again as late as possible.
 * Thread-safe.
 */
final class TransientNumbers {

  /** So many backlogs may live in memory at a time; the store's numbers end below them. */
  static final int IN_MEMORY = 1 << 16;

  /** The highest number for a backlog of the store. */
  static final int HIGHEST_STORED = MessageKey.MAX_BACKLOG - IN_MEMORY;

  /** Shared by backlogs that came too late: they cannot rest in the overflow store. */
  static final int NONE = 1;

  private final Set<Integer> used = new HashSet<>();
  private int next = MessageKey.MAX_BACKLOG;

  /** Gives a number out; {@link #NONE} when all are in use. */
  synchronized int take() {
    if (used.size() == IN_MEMORY) {
      return NONE;
    }
    while (!used.add(next)) {
      next = following();
    }
    int taken = next;
    next = following();
    return taken;
  }

  private int following() {
    return next == HIGHEST_STORED + 1 ? MessageKey.MAX_BACKLOG : next - 1;
  }

  synchronized void giveBack(int number) {
    used.remove(number);
  }
}
