// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

/**
 * When messages that rest become of interest, and where they are: the earliest time, and the range
 * of keys. As small for ten million messages as for one; what it is exact about, reading the range
 * again tells. Guarded by the backlog's lock.
 */
final class Horizon {

  static final long NEVER = Long.MAX_VALUE;

  private long time;
  private long from;
  private long to;

  Horizon() {
    clear();
  }

  void add(long key, long at) {
    time = Math.min(time, at);
    from = Math.min(from, key);
    to = Math.max(to, key);
  }

  /** Adds all keys of a range. */
  void addAll(long fromKey, long toKey, long at) {
    add(fromKey, at);
    add(toKey, at);
  }

  boolean isEmpty() {
    return time == NEVER;
  }

  /** The earliest time, or {@link #NEVER}. */
  long time() {
    return time;
  }

  long from() {
    return from;
  }

  long to() {
    return to;
  }

  void clear() {
    time = NEVER;
    from = Long.MAX_VALUE;
    to = Long.MIN_VALUE;
  }
}
