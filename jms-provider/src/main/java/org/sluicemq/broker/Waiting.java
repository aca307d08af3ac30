// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.sluicemq.store.WriteBatch;

/**
 * The messages of a backlog that are in memory and wait: ready ones in the order of their keys,
 * delayed ones by the time they are due. Guarded by the backlog's lock.
 */
final class Waiting {

  private final Scheduler scheduler;
  private final TreeMap<Long, Entry> ready = new TreeMap<>();
  private final Map<Long, Entry> delayed = new HashMap<>();
  private final TreeSet<Entry> byDueTime =
      new TreeSet<>(Comparator.<Entry>comparingLong(e -> e.dueAt).thenComparing(e -> e.key));

  /** Those that expire. */
  private final TreeSet<Entry> mortal =
      new TreeSet<>(
          Comparator.<Entry>comparingLong(e -> e.envelope.expiration()).thenComparing(e -> e.key));

  private long delayedBytes;

  Waiting(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  int size() {
    return ready.size();
  }

  boolean contains(long key) {
    return ready.containsKey(key) || delayed.containsKey(key);
  }

  boolean isDelayed(long key) {
    return delayed.containsKey(key);
  }

  /** Puts an entry into its place; one that is not due yet waits for {@link #wakeDue}. */
  void put(Entry entry, long dueAt) {
    if (entry.envelope.expiration() != 0) {
      mortal.add(entry);
    }
    if (dueAt == 0 || dueAt <= scheduler.now()) {
      entry.state = Entry.State.WAITING;
      ready.put(entry.key, entry);
      return;
    }
    entry.state = Entry.State.DELAYED;
    entry.dueAt = dueAt;
    delayed.put(entry.key, entry);
    byDueTime.add(entry);
    delayedBytes += entry.envelope.size();
  }

  /** Makes the entries ready whose time has come. */
  void wakeDue(Consumer<Entry> placed) {
    long now = scheduler.now();
    while (!byDueTime.isEmpty() && byDueTime.first().dueAt <= now) {
      Entry entry = byDueTime.first();
      endDelay(entry);
      entry.state = Entry.State.WAITING;
      ready.put(entry.key, entry);
      placed.accept(entry);
    }
  }

  private void endDelay(Entry entry) {
    byDueTime.remove(entry);
    delayed.remove(entry.key);
    delayedBytes -= entry.envelope.size();
  }

  /** When the first delayed entry is due, or {@link Horizon#NEVER}. */
  long nextDue() {
    return byDueTime.isEmpty() ? Horizon.NEVER : byDueTime.first().dueAt;
  }

  /** The delayed entry that is due last, or null. */
  Entry lastDue() {
    return byDueTime.isEmpty() ? null : byDueTime.last();
  }

  /** What delayed entries hold in memory. */
  long delayedBytes() {
    return delayedBytes;
  }

  /** When the first entry expires, or {@link Horizon#NEVER}. */
  long nextExpiration() {
    return mortal.isEmpty() ? Horizon.NEVER : mortal.first().envelope.expiration();
  }

  /** An entry that is too old, or null. */
  Entry anyExpired() {
    return nextExpiration() <= scheduler.now() ? mortal.first() : null;
  }

  /** Takes an entry out. */
  void take(Entry entry) {
    if (entry.envelope.expiration() != 0) {
      mortal.remove(entry);
    }
    if (entry.state == Entry.State.DELAYED) {
      endDelay(entry);
    } else {
      ready.remove(entry.key);
    }
  }

  /**
   * The first entry that a consumer may have; it stays in its place.
   *
   * @param readers say whether the consumer may have a message
   * @param reach only entries below this key: from there on one that comes before them may rest in
   *     the store
   * @param expired told of entries that are too old, which leave
   */
  Entry next(LocalConsumer consumer, long reach, Readers readers, Consumer<Entry> expired) {
    if (readers.picks(consumer)) {
      return nextSelected(consumer, reach, readers, expired);
    }
    while (!ready.isEmpty() && ready.firstKey() < reach) {
      Entry first = ready.firstEntry().getValue();
      if (!isExpired(first)) {
        return first;
      }
      expired.accept(first);
    }
    return null;
  }

  private Entry nextSelected(
      LocalConsumer consumer, long reach, Readers readers, Consumer<Entry> expired) {
    List<Entry> old = new ArrayList<>(0);
    Entry found = null;
    if (consumer.scannedTo >= reach) {
      return null;
    }
    Iterator<Entry> rest = ready.subMap(consumer.scannedTo, reach).values().iterator();
    while (found == null && rest.hasNext()) {
      Entry entry = rest.next();
      if (isExpired(entry)) {
        old.add(entry);
      } else if (readers.mayHave(consumer, entry)) {
        found = entry;
      }
      consumer.scannedTo = found == null ? entry.key + 1 : entry.key;
    }
    old.forEach(expired);
    return found;
  }

  private boolean isExpired(Entry entry) {
    return entry.envelope.expiration() != 0 && entry.isExpired(scheduler.now());
  }

  /** Ready entries after a key that are not expired, in order. */
  List<Entry> after(long key, int max) {
    List<Entry> slice = new ArrayList<>();
    for (Entry entry : ready.tailMap(key, false).values()) {
      if (slice.size() == max) {
        break;
      }
      if (!isExpired(entry)) {
        slice.add(entry);
      }
    }
    return slice;
  }

  List<Entry> all() {
    List<Entry> all = new ArrayList<>(ready.values());
    all.addAll(delayed.values());
    return all;
  }

  /** Adds the counts of the stored entries that have been delivered before. */
  void countStored(WriteBatch batch) {
    for (Entry entry : all()) {
      if (entry.stored() && entry.failedDeliveries > 0) {
        batch.deliveryCount(entry.key, entry.failedDeliveries);
      }
    }
  }
}
