// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
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
 * The broker's store with an {@link Overflow} beside it, read as one in the order of keys. A batch
 * whose overflow cannot be written is refused, and nothing of it is applied. Thread-safe.
 */
final class OverflowingStore implements MessageStore {

  private final MessageStore durable;
  private final Overflow overflow;

  OverflowingStore(MessageStore durable, Overflow overflow) {
    this.durable = durable;
    this.overflow = overflow;
  }

  @Override
  public StoreState recover() throws StoreException {
    return durable.recover();
  }

  @Override
  public void write(WriteBatch batch) throws StoreException {
    if (batch.overflow().isEmpty()) {
      durable.write(batch);
      return;
    }
    overflow.write(batch.overflow());
    try {
      if (!batch.isOverflowOnly()) {
        durable.write(batch);
      }
    } catch (StoreException | RuntimeException | Error e) {
      release(batch);
      throw e;
    }
  }

  @Override
  public void writeLater(WriteBatch batch, WriteListener listener) {
    write(batch, listener, durable::writeLater);
  }

  @Override
  public void writeSoon(WriteBatch batch, WriteListener listener) {
    write(batch, listener, durable::writeSoon);
  }

  private void write(
      WriteBatch batch, WriteListener listener, BiConsumer<WriteBatch, WriteListener> onward) {
    if (batch.overflow().isEmpty()) {
      onward.accept(batch, listener);
      return;
    }
    try {
      overflow.write(batch.overflow());
    } catch (RefusedBatchException e) {
      listener.written(e);
      return;
    }
    if (batch.isOverflowOnly()) {
      listener.written(null);
      return;
    }
    try {
      onward.accept(
          batch,
          failure -> {
            if (failure != null) {
              release(batch);
            }
            listener.written(failure);
          });
    } catch (RuntimeException | Error e) {
      release(batch);
      throw e;
    }
  }

  private void release(WriteBatch batch) {
    batch.overflow().forEach(message -> overflow.release(message.key()));
  }

  @Override
  public List<StoredMessage> read(long afterKey, long upToKey, int maxMessages, long maxBytes)
      throws StoreException {
    if (!overflow.mayHold(MessageKey.backlog(upToKey))) {
      return durable.read(afterKey, upToKey, maxMessages, maxBytes);
    }
    List<StoredMessage> one;
    long upTo = upToKey;
    UnreadableMessageException damaged = null;
    try {
      one = durable.read(afterKey, upToKey, maxMessages, maxBytes);
    } catch (UnreadableMessageException e) {
      one = List.of();
      upTo = e.key() - 1;
      damaged = e;
    }
    List<StoredMessage> merged =
        merge(one, overflow.read(afterKey, upTo, maxMessages, maxBytes), maxMessages, maxBytes);
    if (merged.isEmpty() && damaged != null) {
      throw damaged;
    }
    return merged;
  }

  /**
   * Two answers that may both be short: what they say together is complete up to the nearer end.
   */
  private static List<StoredMessage> merge(
      List<StoredMessage> one, List<StoredMessage> other, int maxMessages, long maxBytes) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    long complete = Math.min(one.get(one.size() - 1).key(), other.get(other.size() - 1).key());
    List<StoredMessage> merged = new ArrayList<>(one);
    merged.addAll(other);
    merged.removeIf(message -> message.key() > complete);
    merged.sort(Comparator.comparingLong(StoredMessage::key));
    int fitting = 0;
    for (long bytes = 0; fitting < Math.min(maxMessages, merged.size()) && bytes < maxBytes; ) {
      bytes += merged.get(fitting++).envelope().size();
    }
    return merged.subList(0, fitting);
  }

  @Override
  public void flushLater() throws StoreException {
    durable.flushLater();
  }

  @Override
  public void flush() throws StoreException {
    durable.flush();
  }

  @Override
  public void close() throws StoreException {
    overflow.close();
    durable.close();
  }
}
