// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.UnreadableMessageException;

/**
 * Reads one page: what the resting store holds, seen through what waits to be merged. Merges may go
 * on meanwhile: a message that moves from the one to the other is met in at least one of them, as
 * the view is taken first, and appears once. Used by one thread and thrown away.
 */
final class PageReader {

  private final MessageStore resting;
  private final MergeBuffer.View view;
  private final long upToKey;
  private final PageLimits.Used used;
  private final List<StoredMessage> page = new ArrayList<>();
  private final Iterator<StoredMessage> added;
  private StoredMessage nextAdded;

  PageReader(MessageStore resting, MergeBuffer.View view, long upToKey, PageLimits limits) {
    this.resting = resting;
    this.view = view;
    this.upToKey = upToKey;
    this.used = limits.begin();
    this.added = view.added().iterator();
    this.nextAdded = added.hasNext() ? added.next() : null;
  }

  /**
   * Reads the page.
   *
   * @throws UnreadableMessageException if its first message is damaged; it ends before a later one
   */
  List<StoredMessage> read(long afterKey) throws StoreException {
    long after = afterKey;
    boolean more = true;
    while (more && !used.isFull()) {
      try {
        List<StoredMessage> rest =
            resting.read(after, upToKey, used.messagesLeft(), used.bytesLeft());
        more = !rest.isEmpty();
        after = more ? rest.get(rest.size() - 1).key() : upToKey;
        view.over(rest).forEach(this::take);
      } catch (UnreadableMessageException damaged) {
        after = damaged.key();
        takeAdded(after - 1);
        if (!view.hides(after)) {
          if (page.isEmpty()) {
            throw damaged;
          }
          return page;
        }
      }
      takeAdded(after);
    }
    return page;
  }

  /** Takes a message of the resting store, after what was added before it. */
  private void take(StoredMessage rested) {
    takeAdded(rested.key());
    boolean taken = !page.isEmpty() && page.get(page.size() - 1).key() == rested.key();
    if (!taken && !used.isFull()) {
      page.add(rested);
      used.take(rested);
    }
  }

  private void takeAdded(long upTo) {
    while (nextAdded != null && nextAdded.key() <= upTo && !used.isFull()) {
      page.add(nextAdded);
      used.take(nextAdded);
      nextAdded = added.hasNext() ? added.next() : null;
    }
  }
}
