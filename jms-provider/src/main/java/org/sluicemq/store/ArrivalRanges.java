// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A set of arrival numbers, seen as ranges: those of a topic's messages that wait for one
 * subscription. Neighbours join, so that a subscription that is behind by millions is one range,
 * and one that has everything is none.
 *
 * <p>On the heap a range takes some four bytes, where many lie close together less than one; a set
 * that is whole takes about a hundred bytes for each 65 536 numbers.
 *
 * <p>Changed by one owner, who also saves what changed; read by any thread.
 */
public final class ArrivalRanges {

  private static final int BLOCK_BITS = Integer.numberOfTrailingZeros(ArrivalBlock.NUMBERS);
  private static final int WITHIN_BLOCK = ArrivalBlock.NUMBERS - 1;

  /** Those that hold a number, by the upper bits of their numbers. */
  private final TreeMap<Long, ArrivalBlock> blocks = new TreeMap<>();

  private final Set<Long> changed = new HashSet<>();
  private long count;

  /** Where the highest range begins; 0 when there is none. */
  private long beginOfHighest;

  /** The block that was used last; mostly it is used next. */
  private ArrivalBlock near;

  private long nearBlock = -1;

  /** Makes an empty set. */
  public ArrivalRanges() {}

  /**
   * A range with both its ends.
   *
   * @param first the lowest number
   * @param last the highest number
   */
  public record Range(long first, long last) {}

  /**
   * Takes back a range that was saved; it counts as unchanged.
   *
   * @param first the lowest number
   * @param last the highest number; no number of the range is in the set, nor a neighbour of it
   */
  public synchronized void load(long first, long last) {
    for (long from = first; from <= last; from = (from | WITHIN_BLOCK) + 1) {
      blockToChange(from).addRun(within(from), within(Math.min(last, from | WITHIN_BLOCK)));
    }
    count += last - first + 1;
    beginOfHighest = Math.max(beginOfHighest, first);
  }

  private static int within(long arrival) {
    return (int) arrival & WITHIN_BLOCK;
  }

  private ArrivalBlock block(long arrival) {
    long number = arrival >>> BLOCK_BITS;
    if (number != nearBlock) {
      near = blocks.get(number);
      nearBlock = number;
    }
    return near;
  }

  private ArrivalBlock blockToChange(long arrival) {
    ArrivalBlock block = block(arrival);
    if (block == null) {
      block = new ArrivalBlock();
      blocks.put(nearBlock, block);
      near = block;
    }
    return block;
  }

  private boolean holds(long arrival) {
    ArrivalBlock block = block(arrival);
    return block != null && block.contains(within(arrival));
  }

  /**
   * Adds a number.
   *
   * @param arrival the number
   * @return false if it was there
   */
  public synchronized boolean add(long arrival) {
    if (holds(arrival)) {
      return false;
    }
    long highest = highest();
    long first = holds(arrival - 1) ? beginOf(arrival - 1) : arrival;
    blockToChange(arrival).add(within(arrival));
    count++;
    changed.add(first);
    if (holds(arrival + 1)) {
      changed.add(arrival + 1);
    }
    if (arrival > highest || arrival + 1 == beginOfHighest) {
      beginOfHighest = first;
    }
    return true;
  }

  /**
   * Removes a number.
   *
   * @param arrival the number
   * @return false if it was not there
   */
  public synchronized boolean remove(long arrival) {
    if (!holds(arrival)) {
      return false;
    }
    long first = beginOf(arrival);
    ArrivalBlock block = block(arrival);
    block.remove(within(arrival));
    if (block.isEmpty()) {
      blocks.remove(nearBlock);
      near = null;
    }
    count--;
    changed.add(first);
    boolean splits = holds(arrival + 1);
    if (splits) {
      changed.add(arrival + 1);
    }
    if (arrival >= beginOfHighest && splits) {
      beginOfHighest = arrival + 1;
    } else if (arrival == beginOfHighest) {
      long highest = highest();
      beginOfHighest = highest == 0 ? 0 : walkToBegin(highest);
    }
    return true;
  }

  /** Where the range begins that a number of the set is in. */
  private long beginOf(long arrival) {
    return arrival >= beginOfHighest ? beginOfHighest : walkToBegin(arrival);
  }

  private long walkToBegin(long arrival) {
    long begin = beginWithinBlock(arrival);
    while (within(begin) == 0 && holds(begin - 1)) {
      begin = beginWithinBlock(begin - 1);
    }
    return begin;
  }

  private long beginWithinBlock(long arrival) {
    return (arrival & ~WITHIN_BLOCK) + block(arrival).beginOfRun(within(arrival));
  }

  private long endOf(long arrival) {
    long end = endWithinBlock(arrival);
    while (within(end) == WITHIN_BLOCK && holds(end + 1)) {
      end = endWithinBlock(end + 1);
    }
    return end;
  }

  private long endWithinBlock(long arrival) {
    return (arrival & ~WITHIN_BLOCK) + block(arrival).endOfRun(within(arrival));
  }

  /**
   * Whether a number is in the set.
   *
   * @param arrival the number
   * @return true if it is
   */
  public synchronized boolean contains(long arrival) {
    return holds(arrival);
  }

  /**
   * Finds the next number.
   *
   * @param arrival where to begin
   * @return the lowest number of the set that is not below; 0 when there is none
   */
  public synchronized long next(long arrival) {
    ArrivalBlock block = block(arrival);
    int found = block == null ? -1 : block.next(within(arrival));
    if (found >= 0) {
      return (arrival & ~WITHIN_BLOCK) + found;
    }
    Map.Entry<Long, ArrivalBlock> above = blocks.higherEntry(arrival >>> BLOCK_BITS);
    return above == null ? 0 : (above.getKey() << BLOCK_BITS) + above.getValue().next(0);
  }

  /**
   * How many numbers there are.
   *
   * @return the size of the set
   */
  public synchronized long count() {
    return count;
  }

  /**
   * The highest number.
   *
   * @return the number, 0 when there is none
   */
  public synchronized long highest() {
    if (blocks.isEmpty()) {
      return 0;
    }
    Map.Entry<Long, ArrivalBlock> highest = blocks.lastEntry();
    return (highest.getKey() << BLOCK_BITS) + highest.getValue().highest();
  }

  /**
   * The lowest range.
   *
   * @return the range, or null when the set is empty
   */
  public synchronized Range lowest() {
    long first = next(0);
    return first == 0 ? null : new Range(first, endOf(first));
  }

  /**
   * Where ranges begin or began that changed since this was asked last.
   *
   * @return the first numbers of these ranges
   */
  public synchronized Set<Long> takeChanged() {
    Set<Long> taken = Set.copyOf(changed);
    changed.clear();
    return taken;
  }

  /**
   * The range that begins with a number.
   *
   * @param first the number
   * @return its last number, or 0 when no range begins there
   */
  public synchronized long lastOf(long first) {
    return holds(first) && !holds(first - 1) ? endOf(first) : 0;
  }
}
