// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.UnreadableMessageException;

/** Reads one backlog page by page and passes over messages that are damaged. Immutable. */
final class Pager {

  private static final System.Logger LOG = System.getLogger(Pager.class.getName());

  private final MessageStore store;
  private final long lastKeyOfBacklog;
  private final int maxMessages;

  Pager(MessageStore store, int backlog, int maxMessages) {
    this.store = store;
    this.lastKeyOfBacklog = MessageKey.after(backlog);
    this.maxMessages = maxMessages;
  }

  /**
   * A page as it was read.
   *
   * @param messages in order
   * @param lastKey up to where it reaches
   * @param isEnd whether there was no more up to where it was to be read
   */
  record Page(List<StoredMessage> messages, long lastKey, boolean isEnd) {}

  /** The last key that a message of the backlog may have. */
  long lastKey() {
    return lastKeyOfBacklog;
  }

  /**
   * Reads the page that follows a key. A short answer of the store is not its end, an empty is.
   *
   * @param upTo the last key to read
   * @param maxBytes stops after the message that reaches so many bytes
   */
  Page after(long key, long upTo, long maxBytes) throws StoreException {
    List<StoredMessage> messages = new ArrayList<>();
    long last = key;
    long room = maxBytes;
    while (messages.size() < maxMessages && room > 0) {
      try {
        List<StoredMessage> more = store.read(last, upTo, maxMessages - messages.size(), room);
        if (more.isEmpty()) {
          return new Page(messages, upTo, true);
        }
        messages.addAll(more);
        last = more.get(more.size() - 1).key();
        room -= more.stream().mapToLong(message -> message.envelope().size()).sum();
      } catch (UnreadableMessageException damaged) {
        LOG.log(Level.ERROR, "A message is passed over, it stays in the store", damaged);
        last = damaged.key();
      }
    }
    return new Page(messages, last, false);
  }
}
