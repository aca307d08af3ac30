// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.sluicemq.message.Address;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.RefusedBatchException;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.UnreadableMessageException;
import org.sluicemq.store.WriteBatch;

/**
 * Where messages rest that memory has no room for and that need not survive a stop: a store of its
 * own, opened at its first use. When it fails, what rests there is lost, which is reported; the
 * next message opens another. Thread-safe.
 */
final class Overflow {

  private static final System.Logger LOG = System.getLogger(Overflow.class.getName());
  private static final int MANY = 256;

  private final OverflowOpener opener;
  private final Executor closing;
  private final Queue<MessageStore> failed = new ConcurrentLinkedQueue<>();
  private final Set<Integer> backlogs = ConcurrentHashMap.newKeySet();
  private final List<Long> released = new ArrayList<>();
  private MessageStore store;
  private boolean closed;

  /**
   * Opens nothing yet.
   *
   * @param opener opens the store, or null when there is none
   * @param closing closes a store that failed, not on the thread that tells so
   */
  Overflow(OverflowOpener opener, Executor closing) {
    this.opener = opener;
    this.closing = closing;
  }

  /** Whether messages may rest here at all. */
  boolean isThere() {
    return opener != null;
  }

  /** Lets messages rest here: all of them, or none when this throws. */
  void write(List<StoredMessage> messages) throws RefusedBatchException {
    MessageStore open = null;
    try {
      // The next one has the same place.
      closeFailed();
      open = open();
      flushReleased(open);
      WriteBatch batch = new WriteBatch();
      for (StoredMessage message : messages) {
        int backlog = MessageKey.backlog(message.key());
        // Also when it was there before: the store may be another one by now.
        batch.create(new BacklogRecord(backlog, Address.queue("overflow." + backlog)));
        batch.add(message);
      }
      open.write(batch);
      messages.forEach(message -> backlogs.add(MessageKey.backlog(message.key())));
    } catch (StoreException e) {
      if (!(e instanceof RefusedBatchException)) {
        failed(open, e);
      }
      throw new RefusedBatchException(
          "Memory is used up and the message could not rest in the overflow store: "
              + e.getMessage()
              + "; free space on its disk, consume what waits, or raise the setting memoryLimit",
          e);
    }
  }

  private synchronized MessageStore open() throws StoreException {
    if (closed) {
      throw new StoreException("The broker is stopping");
    }
    if (store == null) {
      store = opener.open();
    }
    return store;
  }

  private synchronized MessageStore current() {
    return store;
  }

  /** A message is in memory again or gone: its row is not needed any more. */
  void release(long key) {
    MessageStore full = null;
    synchronized (released) {
      released.add(key);
      if (released.size() >= MANY) {
        full = current();
      }
    }
    flushReleased(full);
  }

  private void flushReleased(MessageStore from) {
    WriteBatch batch = new WriteBatch();
    synchronized (released) {
      if (from == null || released.isEmpty()) {
        return;
      }
      released.forEach(batch::remove);
      released.clear();
      from.writeLater(batch, failure -> laterDone(from, failure));
    }
  }

  private void laterDone(MessageStore from, StoreException failure) {
    if (failure != null && !(failure instanceof RefusedBatchException)) {
      failed(from, failure);
    }
  }

  /** Whether messages of a backlog may rest here. */
  boolean mayHold(int backlog) {
    return backlogs.contains(backlog);
  }

  /** Reads as {@link MessageStore#read} does; a store that fails holds nothing. */
  List<StoredMessage> read(long afterKey, long upToKey, int maxMessages, long maxBytes)
      throws UnreadableMessageException {
    MessageStore open = current();
    if (open == null) {
      return List.of();
    }
    flushReleased(open);
    try {
      return open.read(afterKey, upToKey, maxMessages, maxBytes);
    } catch (UnreadableMessageException damaged) {
      throw damaged;
    } catch (StoreException e) {
      failed(open, e);
      return List.of();
    }
  }

  /** A backlog is gone with all that rests here. */
  void drop(int backlog) {
    MessageStore open = current();
    if (open != null && backlogs.remove(backlog)) {
      flushReleased(open);
      open.writeLater(new WriteBatch().drop(backlog), failure -> laterDone(open, failure));
    }
  }

  private void failed(MessageStore failing, StoreException cause) {
    synchronized (this) {
      if (failing == null || store != failing) {
        return;
      }
      store = null;
      backlogs.clear();
    }
    synchronized (released) {
      released.clear();
    }
    LOG.log(
        Level.ERROR,
        "The overflow store failed: messages that were not persistent and rested there are lost",
        cause);
    // Closing waits until the store has told everybody, and who is told may be the one here.
    failed.add(failing);
    closing.execute(this::closeFailed);
  }

  private void closeFailed() {
    for (MessageStore next = failed.poll(); next != null; next = failed.poll()) {
      close(next);
    }
  }

  /** Ends the store, which deletes its files. */
  void close() {
    MessageStore last;
    synchronized (this) {
      closed = true;
      last = store;
      store = null;
    }
    closeFailed();
    if (last != null) {
      close(last);
    }
  }

  private static void close(MessageStore store) {
    try {
      store.close();
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "The overflow store was not closed cleanly", e);
    }
  }
}
