// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

/**
 * The entries of a {@link GroupCommit} that no group has taken yet, in order, and how many of them
 * somebody waits for. The entries are chained by themselves: neither adding nor taking needs
 * memory, so a store that has run out of it still gets to the end of a group.
 *
 * <p>Not safe between threads: the {@link GroupCommit} that owns it guards it by its lock.
 */
final class PendingEntries<B> {

  private GroupEntry<B> first;
  private GroupEntry<B> last;
  private int callers;
  private int soon;

  boolean isEmpty() {
    return first == null;
  }

  /** How many entries have a thread that waits. */
  int callers() {
    return callers;
  }

  /** Whether the group of one of them is to begin without delay. */
  boolean isAnySoon() {
    return soon > 0;
  }

  void add(GroupEntry<B> entry) {
    if (last == null) {
      first = entry;
    } else {
      last.next = entry;
    }
    last = entry;
    callers += entry.isLater() ? 0 : 1;
    soon += entry.soon ? 1 : 0;
  }

  /**
   * Takes the next group out.
   *
   * @return the first of the group, whose others follow it; null if there is none
   */
  GroupEntry<B> take(GroupCommit.Limits limits) {
    GroupEntry<B> group = first;
    GroupEntry<B> end = null;
    long weight = 0;
    for (int size = 0;
        first != null && size < limits.batches() && weight < limits.weight();
        size++) {
      end = first;
      weight += end.weight;
      callers -= end.isLater() ? 0 : 1;
      soon -= end.soon ? 1 : 0;
      first = end.next;
    }
    if (end != null) {
      end.next = null;
    }
    last = first == null ? null : last;
    return end == null ? null : group;
  }

  /** The first of those that have a thread that waits, or null. */
  GroupEntry<B> firstCaller() {
    GroupEntry<B> entry = first;
    while (entry != null && entry.isLater()) {
      entry = entry.next;
    }
    return entry;
  }
}
