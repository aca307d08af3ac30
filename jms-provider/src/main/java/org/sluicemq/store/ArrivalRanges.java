// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A set of arrival numbers, kept as ranges: those of a topic's messages that wait for one
 * subscription. Neighbours join, so that a subscription that is behind by millions is one range,
 * and one that has everything is none.
 *
 * <p>Changed by one owner, who also saves what changed; read by any thread.
 */
public final class ArrivalRanges {

  private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();
  private final Set<Long> changed = new HashSet<>();
  private long count;

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
    lastByFirst.put(first, last);
    count += last - first + 1;
  }

  /**
   * Adds a number.
   *
   * @param arrival the number
   * @return false if it was there
   */
  public synchronized boolean add(long arrival) {
    Map.Entry<Long, Long> below = lastByFirst.floorEntry(arrival);
    if (below != null && below.getValue() >= arrival) {
      return false;
    }
    long first = below != null && below.getValue() == arrival - 1 ? below.getKey() : arrival;
    Long last = cut(arrival + 1);
    put(first, last == null ? arrival : last);
    count++;
    return true;
  }

  /**
   * Removes a number.
   *
   * @param arrival the number
   * @return false if it was not there
   */
  public synchronized boolean remove(long arrival) {
    Map.Entry<Long, Long> range = lastByFirst.floorEntry(arrival);
    if (range == null || range.getValue() < arrival) {
      return false;
    }
    if (range.getKey() == arrival) {
      cut(arrival);
    } else {
      put(range.getKey(), arrival - 1);
    }
    if (range.getValue() > arrival) {
      put(arrival + 1, range.getValue());
    }
    count--;
    return true;
  }

  private void put(long first, long last) {
    lastByFirst.put(first, last);
    changed.add(first);
  }

  private Long cut(long first) {
    Long last = lastByFirst.remove(first);
    if (last != null) {
      changed.add(first);
    }
    return last;
  }

  /**
   * Whether a number is in the set.
   *
   * @param arrival the number
   * @return true if it is
   */
  public boolean contains(long arrival) {
    return next(arrival) == arrival;
  }

  /**
   * Finds the next number.
   *
   * @param arrival where to begin
   * @return the lowest number of the set that is not below; 0 when there is none
   */
  public synchronized long next(long arrival) {
    Map.Entry<Long, Long> range = lastByFirst.floorEntry(arrival);
    if (range != null && range.getValue() >= arrival) {
      return arrival;
    }
    Long first = lastByFirst.higherKey(arrival);
    return first == null ? 0 : first;
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
    return lastByFirst.isEmpty() ? 0 : lastByFirst.lastEntry().getValue();
  }

  /**
   * The lowest range.
   *
   * @return the range, or null when the set is empty
   */
  public synchronized Range lowest() {
    Map.Entry<Long, Long> lowest = lastByFirst.firstEntry();
    return lowest == null ? null : new Range(lowest.getKey(), lowest.getValue());
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
    return lastByFirst.getOrDefault(first, 0L);
  }
}
