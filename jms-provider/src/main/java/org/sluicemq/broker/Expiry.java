// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.function.Consumer;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoredMessage;

/**
 * Takes messages away that are too old though nobody consumes them: in memory at their time, give
 * or take {@value #PAUSE} ms, and at rest by reading, a page at a time with pauses, the keys among
 * which something expires. Nothing is read when nothing expires; only what an earlier life of the
 * broker has left is read once, since nobody knows what is there. Guarded by the backlog's lock.
 */
final class Expiry {

  static final int PAUSE = 1000;
  private static final long PAGE_BYTES = 1 << 20;

  private final Engine engine;
  private final Alarm alarm;
  private final Horizon resting = new Horizon();
  private long cursor;
  private long end;
  private boolean sweeping;

  Expiry(Engine engine, Alarm alarm) {
    this.engine = engine;
    this.alarm = alarm;
  }

  /** A message came to rest. */
  void rests(Entry entry) {
    rests(entry.key, entry.envelope.expiration());
  }

  private void rests(long key, long expiration) {
    if (expiration != 0) {
      resting.add(key, expiration);
      alarm.at(expiration);
    }
  }

  /** Messages were found in the store of which nothing is known. */
  void found(int backlog) {
    long soon = engine.scheduler().now() + PAUSE;
    resting.addAll(MessageKey.before(backlog), MessageKey.after(backlog), soon);
    alarm.at(soon);
  }

  /**
   * The alarm rang: takes away what is too old in memory.
   *
   * @return whether what rests is to be swept now
   */
  boolean begin(Stock stock) {
    if (!alarm.rings()) {
      return false;
    }
    stock.expireWaiting();
    long now = engine.scheduler().now();
    if (!sweeping && resting.time() <= now) {
      sweeping = true;
      cursor = resting.from() - 1;
      end = resting.to();
      resting.clear();
    }
    if (sweeping) {
      alarm.at(now + PAUSE);
    }
    setAlarm(stock, now);
    return sweeping;
  }

  private void setAlarm(Stock stock, long now) {
    long next = Math.min(stock.waiting.nextExpiration(), resting.time());
    if (next != Horizon.NEVER) {
      alarm.at(Math.max(next, now + PAUSE));
    }
  }

  /** Asks for the next page of a sweep, while none is being read. */
  void read(PageReader reader, Consumer<Pager.Page> change) {
    reader.want(cursor, end, () -> PAGE_BYTES, change);
  }

  /** Takes a page's old messages away and goes on behind it. */
  void swept(Pager.Page page, ReadAhead.Taker taker, Stock stock) {
    long now = engine.scheduler().now();
    boolean found = false;
    for (StoredMessage message : page.messages()) {
      Entry entry = taker.entryOf(message);
      if (entry != null && entry.isExpired(now)) {
        stock.expireResting(entry);
        found = true;
      } else if (entry != null) {
        rests(entry);
      }
    }
    cursor = page.lastKey();
    sweeping = !page.isEnd();
    if (sweeping && found) {
      alarm.at(now);
    }
  }
}
