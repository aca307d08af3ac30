// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluicemq.store.WriteBatch;

/**
 * The messages of a backlog that are in memory, waiting or outstanding, with what they hold of the
 * budget and how they are counted: the one place that moves an {@link Entry} from state to state.
 * Guarded by the backlog's lock.
 */
final class Stock {

  private final Engine engine;
  private final PageWindow window;
  private final Readers readers;
  private final Groups groups;
  private final Map<Long, Entry> outstanding = new HashMap<>();
  private final Alarm dueAlarm;
  private final Alarm expiryAlarm;
  final Waiting waiting;
  final Tally tally = new Tally();

  Stock(Engine engine, PageWindow window, Readers readers, Groups groups, Alarms alarms) {
    this.engine = engine;
    this.window = window;
    this.readers = readers;
    this.groups = groups;
    this.dueAlarm = alarms.due();
    this.expiryAlarm = alarms.expiry();
    this.waiting = new Waiting(engine.scheduler());
  }

  /** What wakes a backlog: messages are due, messages are too old. */
  record Alarms(Alarm due, Alarm expiry) {

    /** They never ring again. */
    void end() {
      due.end();
      expiry.end();
    }
  }

  boolean contains(long key) {
    return waiting.contains(key) || outstanding.containsKey(key);
  }

  boolean isOutstanding(long key) {
    return outstanding.containsKey(key);
  }

  int inFlight() {
    return outstanding.size();
  }

  /** Takes a message into memory. */
  void takeIn(Entry entry) {
    if (entry.row == Entry.Row.OVERFLOW) {
      entry.row = Entry.Row.NONE;
      tally.overflowed--;
      engine.overflow().release(entry.key);
      // A page that is being read may show the row that is given up here.
      window.settled(entry.key);
    }
    engine.budget().take(entry.envelope.size());
    put(entry, entry.envelope.deliveryTime());
  }

  /** Leaves a waiting message to the store alone. */
  void letRest(Entry entry) {
    waiting.take(entry);
    entry.state = Entry.State.GONE;
    engine.budget().giveBack(entry.envelope.size());
  }

  /** Takes an outstanding message back to its place, where it waits until it is due. */
  void takeBack(Entry entry, long dueAt) {
    outstanding.remove(entry.key);
    readers.settled(entry);
    put(entry, dueAt);
    if (entry.state == Entry.State.DELAYED) {
      groups.rest(entry);
    }
    groups.settle(entry);
  }

  private void put(Entry entry, long dueAt) {
    groups.seen(entry);
    waiting.put(entry, dueAt);
    if (entry.state == Entry.State.DELAYED) {
      dueAlarm.at(entry.dueAt);
    }
    if (entry.envelope.expiration() != 0) {
      expiryAlarm.at(entry.envelope.expiration());
    }
    readers.placed(entry.key);
  }

  /** Makes the delayed messages ready whose time has come. */
  void wakeDue() {
    waiting.wakeDue(
        entry -> {
          readers.placed(entry.key);
          groups.endRest(entry);
        });
    dueAlarm.at(waiting.nextDue());
  }

  /** A waiting message goes to a consumer. */
  void handOut(Entry entry, LocalConsumer consumer) {
    waiting.take(entry);
    groups.handOut(consumer, entry);
    readers.handedOut(consumer, entry);
    hold(entry);
  }

  /** Locks a message that a branch in doubt holds. */
  void lock(Entry entry) {
    entry.inDoubt = true;
    groups.lock(entry);
    engine.budget().take(entry.envelope.size());
    hold(entry);
  }

  private void hold(Entry entry) {
    entry.state = Entry.State.OUTSTANDING;
    outstanding.put(entry.key, entry);
  }

  /** A message leaves for good. */
  void forget(Entry entry) {
    if (entry.state == Entry.State.OUTSTANDING) {
      outstanding.remove(entry.key);
      readers.settled(entry);
      groups.settle(entry);
    } else {
      waiting.take(entry);
      groups.endRest(entry);
    }
    entry.state = Entry.State.GONE;
    engine.budget().giveBack(entry.envelope.size());
    left(entry);
  }

  private void left(Entry entry) {
    tally.depth--;
    if (entry.row != Entry.Row.NONE) {
      window.settled(entry.key);
    }
  }

  /** A waiting message is too old. */
  void expire(Entry entry) {
    forget(entry);
    countExpired(entry);
  }

  /** A message that rests is too old. */
  void expireResting(Entry entry) {
    left(entry);
    countExpired(entry);
  }

  private void countExpired(Entry entry) {
    tally.expired++;
    if (entry.stored()) {
      engine.writeLater(new WriteBatch().remove(entry.key));
    } else if (entry.row == Entry.Row.OVERFLOW) {
      tally.overflowed--;
      engine.overflow().release(entry.key);
    }
  }

  /** Takes away what is too old in memory. */
  void expireWaiting() {
    for (Entry old = waiting.anyExpired(); old != null; old = waiting.anyExpired()) {
      expire(old);
    }
  }

  /** All that waits leaves. */
  void forgetWaiting() {
    List.copyOf(waiting.all()).forEach(this::forget);
  }

  /** Adds the exact counts of what was delivered and is not settled. */
  void countOutstanding(WriteBatch batch) {
    for (Entry entry : outstanding.values()) {
      if (entry.stored() && !entry.inDoubt) {
        batch.deliveryCount(entry.key, entry.failedDeliveries + 1);
      }
    }
  }
}
