// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The border between the head of a backlog, which is in memory, and the rest, which is only in the
 * store: messages whose keys are not below the {@link Border} are read in when the head runs short.
 *
 * <p>It also remembers what happens while a page is being read, since the page shows the store at
 * an unknown moment in between. Guarded by the backlog's lock.
 */
final class PageWindow {

  private static final long NOTHING = Border.NOTHING;

  private final MemoryBudget budget;
  private final Border border = new Border(NOTHING);
  private boolean reading;

  /** The lowest key at which a message came to rest while a page is being read. */
  private long loweredMeanwhile = NOTHING;

  private final Set<Long> arriving = new HashSet<>();
  private final Set<Long> settledMeanwhile = new HashSet<>();
  private final List<Entry> arrivedMeanwhile = new ArrayList<>();
  private final Horizon awokenMeanwhile = new Horizon();

  PageWindow(MemoryBudget budget) {
    this.budget = budget;
  }

  /** Whether messages rest in the store alone that are to be read. */
  boolean hasRest() {
    return border() != NOTHING;
  }

  /** The lowest key that may rest in the store alone. */
  long border() {
    return Math.min(border.position(), loweredMeanwhile);
  }

  /** From which key to read. */
  long readFrom() {
    return border.position();
  }

  /** Up to which key to read from the border, if the backlog's last key is this. */
  long readTo(long lastKey) {
    return border.readTo(lastKey);
  }

  /** Whether a message with this key has others at rest before it. */
  boolean isBeyond(long key) {
    return key >= loweredMeanwhile || border.covers(key);
  }

  /** A message came to rest; a page that is being read may show it or not. */
  void rested(Entry entry) {
    if (reading) {
      keepMeanwhile(entry);
      loweredMeanwhile = Math.min(loweredMeanwhile, entry.key);
    } else {
      border.setBack(entry.key, entry.key);
    }
  }

  /** Keeps a message for the end of the reading if memory has room; if not, it is read then. */
  private void keepMeanwhile(Entry entry) {
    if (budget.hasRoomFor(entry.envelope.size())) {
      budget.take(entry.envelope.size());
      arrivedMeanwhile.add(entry);
    } else {
      awokenMeanwhile.add(entry.key, 0);
    }
  }

  /** Messages that rest from one key to another are to be read. */
  void awaken(long from, long to) {
    if (reading) {
      awokenMeanwhile.addAll(from, to, 0);
    } else {
      border.setBack(from, to);
    }
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

  /** Whether a message of a page must not be taken from it. */
  boolean isStale(long key) {
    return arriving.contains(key) || settledMeanwhile.contains(key);
  }

  /**
   * Ends a reading that moved the border.
   *
   * @param lastKey the last key that was read
   * @param end whether there was no more up to where it was to be read
   * @return messages that came meanwhile and now belong to the head
   */
  List<Entry> endReading(long lastKey, boolean end) {
    if (end) {
      border.advanceToEnd();
    } else {
      border.advance(lastKey + 1);
    }
    List<Entry> arrived = end();
    // What came while the last page was read may lie behind it: the end was not the end then.
    arrived.removeIf(entry -> isBeyond(entry.key));
    return arrived;
  }

  /** Ends a reading that left the border where it was. */
  void endReading() {
    end().forEach(entry -> border.setBack(entry.key, entry.key));
  }

  private List<Entry> end() {
    List<Entry> arrived = new ArrayList<>(arrivedMeanwhile);
    arrived.forEach(entry -> budget.giveBack(entry.envelope.size()));
    arrived.removeIf(entry -> settledMeanwhile.contains(entry.key));
    reading = false;
    settledMeanwhile.clear();
    arrivedMeanwhile.clear();
    loweredMeanwhile = NOTHING;
    if (!awokenMeanwhile.isEmpty()) {
      border.setBack(awokenMeanwhile.from(), awokenMeanwhile.to());
      awokenMeanwhile.clear();
    }
    return arrived;
  }
}
