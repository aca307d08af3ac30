// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.ListIterator;
import org.sluicemq.message.Address;
import org.sluicemq.store.WriteBatch;

/**
 * Takes deliveries back to their places in a backlog, counted and delayed as the redelivery policy
 * says. Guarded by the backlog's lock.
 */
final class Returns {

  private final Engine engine;
  private final Address address;
  private final Stock stock;

  Returns(Engine engine, Address address, Stock stock) {
    this.engine = engine;
    this.address = address;
    this.stock = stock;
  }

  /**
   * Takes deliveries back.
   *
   * @param gone whether the backlog has ended, so that they have no place any more
   * @return those that have had their last attempt; they stay outstanding
   */
  List<Entry> takeBack(Collection<Entry> entries, ReleaseReason reason, boolean gone) {
    List<Entry> exhausted = new ArrayList<>(0);
    WriteBatch counts = new WriteBatch();
    if (!reason.counts()) {
      noteUnseen(List.copyOf(entries));
    }
    for (Entry entry : entries) {
      if (entry.state != Entry.State.OUTSTANDING) {
        continue;
      }
      if (gone) {
        stock.forget(entry);
      } else if (isExhausted(entry, reason)) {
        exhausted.add(entry);
      } else {
        stock.takeBack(entry, dueAt(entry, reason, counts));
      }
    }
    engine.writeLater(counts);
    return exhausted;
  }

  private static void noteUnseen(List<Entry> entries) {
    ListIterator<Entry> latestFirst = entries.listIterator(entries.size());
    while (latestFirst.hasPrevious()) {
      Entry entry = latestFirst.previous();
      if (entry.state == Entry.State.OUTSTANDING && entry.holder != null) {
        entry.holder.unseen(entry);
      }
    }
  }

  private boolean isExhausted(Entry entry, ReleaseReason reason) {
    entry.inDoubt = false;
    entry.noteFailure(reason.failure());
    if (!reason.counts()) {
      return false;
    }
    entry.failedDeliveries++;
    stock.tally.redelivered++;
    return engine.redelivery().isExhausted(address, entry.failedDeliveries);
  }

  private long dueAt(Entry entry, ReleaseReason reason, WriteBatch counts) {
    if (!reason.counts()) {
      return 0;
    }
    if (entry.stored()) {
      counts.deliveryCount(entry.key, entry.failedDeliveries);
    }
    long delay = engine.redelivery().delay().toMillis();
    return delay == 0 ? 0 : engine.scheduler().now() + delay;
  }
}
