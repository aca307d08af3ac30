// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.message.Envelope;

/**
 * Decides which messages of a backlog are in memory and which rest in a store: by the budget, by
 * what waiting consumers look for, and for delayed messages by their time. Of these, memory keeps
 * the ones that are due first; of those that rest it is only known when the first is due and among
 * which keys they are, and at that time these are read again. Guarded by the backlog's lock.
 */
final class Admission {

  /** What delayed messages of one backlog may hold in memory although the budget is used up. */
  private static final long FEW_BYTES = 64 << 10;

  private final Engine engine;
  private final PageWindow window;
  private final Readers readers;
  private final Stock stock;
  private final Expiry expiry;
  private final Alarm dueAlarm;
  private final Horizon asleep = new Horizon();

  Admission(
      Engine engine,
      PageWindow window,
      Readers readers,
      Stock stock,
      Expiry expiry,
      Alarm dueAlarm) {
    this.engine = engine;
    this.window = window;
    this.readers = readers;
    this.stock = stock;
    this.expiry = expiry;
    this.dueAlarm = dueAlarm;
  }

  /** Whether delayed messages rest that no page will show before they are due. */
  boolean hasSleepers() {
    return !asleep.isEmpty();
  }

  /** Whether a message that comes now to this place, and may rest, must. */
  boolean mustRest(long key, Envelope envelope) {
    Entry entry = new Entry(key, envelope, Entry.Row.NONE, 0);
    if (isDelayed(entry) && !window.isBeyond(key)) {
      return envelope.deliveryTime() >= asleep.time() || !hasRoomForDelayed(entry);
    }
    return (window.isBeyond(key) || !hasRoom(entry)) && !readers.isSoughtByOne(entry);
  }

  private boolean hasRoom(Entry entry) {
    return engine.budget().hasRoomFor(entry.envelope.size());
  }

  private boolean hasRoomForDelayed(Entry entry) {
    return hasRoom(entry)
        || stock.waiting.delayedBytes() + entry.envelope.size() <= engine.budget().share(FEW_BYTES);
  }

  private boolean isDelayed(Entry entry) {
    return entry.isDelayed(engine.scheduler().now());
  }

  /** A message has come to its place. */
  void arrived(Entry entry) {
    stock.tally.arrived();
    if (entry.row == Entry.Row.OVERFLOW) {
      stock.tally.overflowed++;
    }
    if (entry.row == Entry.Row.NONE) {
      stock.takeIn(entry);
    } else if (isDelayed(entry) && !window.isBeyond(entry.key)) {
      takeDelayed(entry);
    } else if (mustRest(entry.key, entry.envelope)) {
      leave(entry);
    } else {
      stock.takeIn(entry);
    }
  }

  private void leave(Entry entry) {
    window.rested(entry);
    readers.rested(entry);
    expiry.rests(entry);
  }

  /** A page has brought a message to the head. */
  void fromPage(Entry entry) {
    if (entry.isExpired(engine.scheduler().now())) {
      stock.expireResting(entry);
    } else if (isDelayed(entry)) {
      takeDelayed(entry);
    } else {
      stock.takeIn(entry);
    }
  }

  /** A message that came to rest while a page was read belongs to the head now. */
  void fromMeanwhile(Entry entry) {
    if (stock.contains(entry.key)) {
      return;
    }
    if (isDelayed(entry)) {
      takeDelayed(entry);
    } else if (hasRoom(entry)) {
      stock.takeIn(entry);
    } else {
      leave(entry);
    }
  }

  /**
   * A page has brought a message for one consumer, whose place is further back.
   *
   * @param mayDecline whether it may be left where it is when memory has no room
   * @return whether it was left for that reason
   */
  boolean declined(Entry entry, boolean mayDecline) {
    boolean ready = !isDelayed(entry) && !entry.isExpired(engine.scheduler().now());
    if (ready && mayDecline && !hasRoom(entry)) {
      return true;
    }
    fromPage(entry);
    return false;
  }

  private void takeDelayed(Entry entry) {
    long due = entry.envelope.deliveryTime();
    if (due < asleep.time() && (hasRoomForDelayed(entry) || makeRoom(due))) {
      stock.takeIn(entry);
    } else {
      sleep(entry, due);
    }
  }

  /** Of delayed messages the one that is due last rests, if it can and is due later. */
  private boolean makeRoom(long due) {
    Entry last = stock.waiting.lastDue();
    if (last == null || !last.stored() || last.dueAt <= due || last.holdsGroup) {
      return false;
    }
    if (last.dueAt != last.envelope.deliveryTime()) {
      return false;
    }
    stock.letRest(last);
    sleep(last, last.dueAt);
    return true;
  }

  private void sleep(Entry entry, long due) {
    asleep.add(entry.key, due);
    dueAlarm.at(due);
    expiry.rests(entry);
  }

  /** The time of delayed messages may have come. */
  void wakeDue() {
    if (!dueAlarm.rings()) {
      return;
    }
    stock.wakeDue();
    if (asleep.time() <= engine.scheduler().now()) {
      window.awaken(asleep.from(), asleep.to());
      readers.awoken(asleep.from(), asleep.to());
      asleep.clear();
    }
    dueAlarm.at(asleep.time());
  }

  /** Everything that there is was read to the end. */
  void readToTheEnd() {
    if (!window.hasRest() && asleep.isEmpty()) {
      stock.tally.lost();
    }
  }
}
