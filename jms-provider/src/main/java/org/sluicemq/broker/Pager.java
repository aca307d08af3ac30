// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.List;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;

/** Reads pages of one backlog; the backlog allows one reading at a time. */
final class Pager {

  private static final int PAGE_MESSAGES = 1000;
  private static final long PAGE_BYTES = 4 << 20;

  private final Engine engine;
  private final long lastKeyOfBacklog;

  Pager(Engine engine, int id) {
    this.engine = engine;
    this.lastKeyOfBacklog = MessageKey.after(id);
  }

  /**
   * A page as it was read.
   *
   * @param messages in order
   * @param lastKey up to where it reaches
   * @param isEnd whether the store had no more
   */
  record Page(List<StoredMessage> messages, long lastKey, boolean isEnd) {}

  /** Reads the page that begins with a key; null when the store failed, which stops the broker. */
  Page read(long from) {
    List<StoredMessage> messages;
    try {
      messages = engine.store().read(from - 1, lastKeyOfBacklog, PAGE_MESSAGES, PAGE_BYTES);
    } catch (StoreException e) {
      engine.onStoreFailure().accept(e);
      return null;
    }
    long bytes = messages.stream().mapToLong(message -> message.envelope().size()).sum();
    boolean isEnd = messages.size() < PAGE_MESSAGES && bytes < PAGE_BYTES;
    long lastKey = isEnd ? lastKeyOfBacklog : messages.get(messages.size() - 1).key();
    return new Page(messages, lastKey, isEnd);
  }
}
