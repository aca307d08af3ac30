// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluicemq.store.MemoryMessageStore;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.RefusedBatchException;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.UnreadableMessageException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.WriteListener;

/**
 * A store in memory that outlives its broker: closing only flushes, so that a test can start
 * another broker on it, after a stop or, by leaving the first as it is, after a crash. Writes fail
 * and messages are damaged on demand.
 */
final class KeptStore implements MessageStore {

  private final MemoryMessageStore memory = new MemoryMessageStore("kept");
  private final NavigableSet<Long> damaged = new ConcurrentSkipListSet<>();
  private final List<Runnable> held = new ArrayList<>();
  private volatile Runnable whenRead = () -> {};
  private volatile boolean failing;
  private volatile boolean holding;
  private volatile String refused;
  private final AtomicInteger reads = new AtomicInteger();

  /** From now on every write fails. */
  void fail() {
    failing = true;
  }

  /** From now on a batch that adds a message with this identifier is refused, it alone; or none. */
  void refuse(String messageId) {
    refused = messageId;
  }

  /** From now on writes succeed again, as after a restart. */
  void mend() {
    failing = false;
  }

  /** The messages that rest in queues and in the logs of topics. */
  List<StoredMessage> left() throws StoreException {
    memory.flush();
    List<StoredMessage> left = new ArrayList<>();
    for (StoreState.Backlog backlog : memory.recover().backlogs()) {
      int id = backlog.record().id();
      if (backlog.record().subscription() == null) {
        left.addAll(memory.read(MessageKey.before(id), MessageKey.after(id), 1000, Long.MAX_VALUE));
      }
    }
    return left;
  }

  /** From now on the message with this key cannot be read. */
  void damage(long key) {
    damaged.add(key);
  }

  /** From now on this happens with every page that is read. */
  void whenRead(Runnable action) {
    whenRead = action;
  }

  /** How many pages were read. */
  int reads() {
    return reads.get();
  }

  @Override
  public StoreState recover() throws StoreException {
    return memory.recover();
  }

  @Override
  public void write(WriteBatch batch) throws StoreException {
    if (failing) {
      throw new StoreException("The disk is full");
    }
    if (isRefused(batch)) {
      throw new RefusedBatchException("The batch is too large");
    }
    memory.write(batch);
  }

  @Override
  public void writeLater(WriteBatch batch, WriteListener listener) {
    if (failing) {
      listener.written(new StoreException("The disk is full"));
      return;
    }
    if (isRefused(batch)) {
      listener.written(new RefusedBatchException("The batch is too large"));
      return;
    }
    memory.writeLater(batch, listener);
  }

  private boolean isRefused(WriteBatch batch) {
    return batch.added().stream().anyMatch(m -> m.envelope().messageId().equals(refused));
  }

  @Override
  public void writeSoon(WriteBatch batch, WriteListener listener) {
    if (holding) {
      held.add(() -> writeSoon(batch, listener));
    } else if (failing) {
      listener.written(new StoreException("The disk is full"));
    } else if (isRefused(batch)) {
      listener.written(new RefusedBatchException("The batch is too large"));
    } else {
      memory.writeSoon(batch, listener);
    }
  }

  /** From now on nothing that is wanted soon becomes durable. */
  void hold() {
    holding = true;
  }

  /** Makes what is held durable, or fails it, in its order. */
  void letGo() throws StoreException {
    holding = false;
    held.forEach(Runnable::run);
    held.clear();
    memory.flush();
  }

  @Override
  public List<StoredMessage> read(long afterKey, long upToKey, int maxMessages, long maxBytes)
      throws StoreException {
    reads.incrementAndGet();
    whenRead.run();
    Long wall = damaged.higher(afterKey);
    if (wall == null || wall > upToKey) {
      return memory.read(afterKey, upToKey, maxMessages, maxBytes);
    }
    List<StoredMessage> before = memory.read(afterKey, wall - 1, maxMessages, maxBytes);
    if (before.isEmpty()) {
      throw new UnreadableMessageException("Message " + wall + " is damaged", wall, null);
    }
    return before;
  }

  @Override
  public void flushLater() throws StoreException {
    memory.flush();
  }

  @Override
  public void flush() throws StoreException {
    memory.flush();
  }

  @Override
  public void close() throws StoreException {
    memory.flush();
  }
}
