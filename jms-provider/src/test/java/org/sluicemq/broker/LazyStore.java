// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.sluicemq.store.DelegatingStore;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.WriteListener;

/** A store that does what is to be written later when it must, and not before. */
final class LazyStore extends DelegatingStore {

  private record Later(WriteBatch batch, WriteListener listener) {}

  private final Queue<Later> later = new ArrayDeque<>();

  LazyStore(MessageStore store) {
    super(store);
  }

  /** How much waits to be written. */
  int waiting() {
    return later.size();
  }

  @Override
  public void write(WriteBatch batch) throws StoreException {
    flushLater();
    store.write(batch);
  }

  @Override
  public void writeLater(WriteBatch batch, WriteListener listener) {
    later.add(new Later(batch, listener));
  }

  @Override
  public void writeSoon(WriteBatch batch, WriteListener listener) {
    writeLater(batch, listener);
  }

  @Override
  public void flushLater() throws StoreException {
    for (Later next = later.poll(); next != null; next = later.poll()) {
      store.write(next.batch());
      next.listener().written(null);
    }
  }

  @Override
  public List<StoredMessage> read(long afterKey, long upToKey, int maxMessages, long maxBytes)
      throws StoreException {
    flushLater();
    return store.read(afterKey, upToKey, maxMessages, maxBytes);
  }

  @Override
  public void flush() throws StoreException {
    flushLater();
    store.flush();
  }

  @Override
  public void close() throws StoreException {
    flushLater();
    store.close();
  }
}
