// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.List;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;

/** Reads pages of one backlog on the broker's thread; the backlog allows one reading at a time. */
final class Pager {

  private static final int PAGE_MESSAGES = 1000;
  private static final long PAGE_BYTES = 4 << 20;

  private final Backlog backlog;
  private final Engine engine;
  private final long lastKey;

  Pager(Backlog backlog, Engine engine, int id) {
    this.backlog = backlog;
    this.engine = engine;
    this.lastKey = MessageKey.after(id);
  }

  /** Reads the page that begins with a key into the backlog. */
  void readNext(long from) {
    engine.scheduler().execute(() -> read(from, backlog::pageRead));
  }

  /** Reads the page that begins with a key for one consumer. */
  void seek(LocalConsumer consumer, long from) {
    engine.scheduler().execute(() -> read(from, (p, end) -> backlog.sought(consumer, p, end)));
  }

  private void read(long from, PageTaker taker) {
    List<StoredMessage> page;
    try {
      page = engine.store().read(from - 1, lastKey, PAGE_MESSAGES, PAGE_BYTES);
    } catch (StoreException e) {
      engine.onStoreFailure().accept(e);
      return;
    }
    long bytes = page.stream().mapToLong(message -> message.envelope().size()).sum();
    taker.take(page, page.size() < PAGE_MESSAGES && bytes < PAGE_BYTES);
  }

  private interface PageTaker {
    void take(List<StoredMessage> page, boolean end);
  }
}
