// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

/**
 * The 63-bit key under which a message rests: backlog, priority and arrival, in this order, so that
 * a range of keys is a backlog in delivery order and one clustered index serves every read.
 *
 * <p>Layout, from the most significant bit: one zero bit, {@value #BACKLOG_BITS} bits of backlog,
 * {@value #PRIORITY_BITS} bits of {@code 9 - priority}, {@value #ARRIVAL_BITS} bits of arrival. All
 * methods are pure.
 */
public final class MessageKey {

  /** Bits that hold the backlog's number. */
  public static final int BACKLOG_BITS = 18;

  /** Bits that hold the priority. */
  public static final int PRIORITY_BITS = 4;

  /** Bits that hold the arrival number. */
  public static final int ARRIVAL_BITS = 41;

  /** The highest number a backlog can have; the lowest is 1. */
  public static final int MAX_BACKLOG = (1 << BACKLOG_BITS) - 1;

  /** The highest arrival number; the lowest is 1. */
  public static final long MAX_ARRIVAL = (1L << ARRIVAL_BITS) - 1;

  private static final int HIGHEST_PRIORITY = 9;
  private static final long WITHIN_BACKLOG = (1L << (PRIORITY_BITS + ARRIVAL_BITS)) - 1;

  private MessageKey() {}

  /**
   * Composes a key.
   *
   * @param backlog 1 to {@link #MAX_BACKLOG}
   * @param priority 0 to 9, as in Jakarta Messaging 3.1 section 3.4.10
   * @param arrival 1 to {@link #MAX_ARRIVAL}
   * @return the key
   * @throws IllegalArgumentException if a part is out of its range
   */
  public static long of(int backlog, int priority, long arrival) {
    if (backlog < 1 || backlog > MAX_BACKLOG) {
      throw new IllegalArgumentException("backlog " + backlog + " is not in 1.." + MAX_BACKLOG);
    }
    if (priority < 0 || priority > HIGHEST_PRIORITY) {
      throw new IllegalArgumentException("priority " + priority + " is not in 0..9");
    }
    if (arrival < 1 || arrival > MAX_ARRIVAL) {
      throw new IllegalArgumentException("arrival " + arrival + " is not in 1.." + MAX_ARRIVAL);
    }
    long rank = HIGHEST_PRIORITY - priority;
    return ((long) backlog << (PRIORITY_BITS + ARRIVAL_BITS)) | (rank << ARRIVAL_BITS) | arrival;
  }

  /**
   * The key with the same priority and arrival in another backlog: what a topic's log holds under
   * the one, a subscription sees under the other.
   *
   * @param backlog the other backlog's number
   * @param key a key made by {@link #of}
   * @return the other key
   */
  public static long in(int backlog, long key) {
    return before(backlog) | (key & WITHIN_BACKLOG);
  }

  /**
   * The backlog a key belongs to.
   *
   * @param key a key made by {@link #of}
   * @return the backlog's number
   */
  public static int backlog(long key) {
    return (int) (key >>> (PRIORITY_BITS + ARRIVAL_BITS));
  }

  /**
   * The priority in a key.
   *
   * @param key a key made by {@link #of}
   * @return 0 to 9
   */
  public static int priority(long key) {
    return HIGHEST_PRIORITY - (int) ((key >>> ARRIVAL_BITS) & ((1 << PRIORITY_BITS) - 1));
  }

  /**
   * The arrival number in a key.
   *
   * @param key a key made by {@link #of}
   * @return the arrival number
   */
  public static long arrival(long key) {
    return key & MAX_ARRIVAL;
  }

  /**
   * A key that sorts before every message of a backlog.
   *
   * @param backlog the backlog's number
   * @return the lower bound, never used by a message
   */
  public static long before(int backlog) {
    return (long) backlog << (PRIORITY_BITS + ARRIVAL_BITS);
  }

  /**
   * A key that sorts after every message of a backlog.
   *
   * @param backlog the backlog's number
   * @return the upper bound, never used by a message
   */
  public static long after(int backlog) {
    return before(backlog + 1) - 1;
  }
}
