// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The border between the head of a backlog, which is in memory, and the rest, which is only in the
 * store: stored messages whose keys are not below the border are read in when the head runs short.
 * It also remembers what happens while a page is being read, since the page shows the store at an
 * unknown moment in between. Guarded by the backlog's lock.
 */
final class PageWindow {

  private static final long NOTHING = Long.MAX_VALUE;

  private long border = NOTHING;
  private boolean reading;
  private final Set<Long> arriving = new HashSet<>();
  private final Set<Long> settledMeanwhile = new HashSet<>();
  private final List<Entry> arrivedMeanwhile = new ArrayList<>();

  /** Whether messages rest in the store alone. */
  boolean hasRest() {
    return border != NOTHING;
  }

  /** The lowest key that may rest in the store alone. */
  long border() {
    return border;
  }

  boolean isBeyond(long key) {
    return key >= border;
  }

  /** From this key on, messages rest in the store. */
  void lowerTo(long key) {
    border = Math.min(border, key);
  }

  /** A key was given out; its message is not in its place yet. */
  void arriving(long key) {
    arriving.add(key);
  }

  void arrived(long key) {
    arriving.remove(key);
  }

  boolean isReading() {
    return reading;
  }

  void beginReading() {
    reading = true;
  }

  /** A message left while a page may be showing it. */
  void settled(long key) {
    if (reading) {
      settledMeanwhile.add(key);
    }
  }

  /** A message came to rest beyond the border while a page may not be showing it. */
  void restedMeanwhile(Entry entry) {
    if (reading) {
      arrivedMeanwhile.add(entry);
    }
  }

  /** Whether a message of a page must not be taken from it. */
  boolean isStale(long key) {
    return arriving.contains(key) || settledMeanwhile.contains(key);
  }

  /**
   * Ends a reading that moved the border.
   *
   * @param lastKey the last key that was read
   * @param end whether the store had no more
   * @return messages that came meanwhile and now belong to the head
   */
  List<Entry> endReading(long lastKey, boolean end) {
    border = end ? NOTHING : lastKey + 1;
    List<Entry> head = endReading();
    // What came while the last page was read may lie behind it: the end was not the end then.
    if (end) {
      return head;
    }
    head.removeIf(entry -> isBeyond(entry.key));
    return head;
  }

  /**
   * Ends a reading that left the border where it was.
   *
   * @return messages that came to rest meanwhile
   */
  List<Entry> endReading() {
    List<Entry> arrived = new ArrayList<>(arrivedMeanwhile);
    reading = false;
    settledMeanwhile.clear();
    arrivedMeanwhile.clear();
    return arrived;
  }
}
