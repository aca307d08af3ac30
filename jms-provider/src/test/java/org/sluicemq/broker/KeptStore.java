// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.List;
import org.sluicemq.store.MemoryMessageStore;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.WriteListener;

/**
 * A store in memory that outlives its broker: closing only flushes, so that a test can start
 * another broker on it, after a stop or, by leaving the first as it is, after a crash. Writes fail
 * on demand.
 */
final class KeptStore implements MessageStore {

  private final MemoryMessageStore memory = new MemoryMessageStore("kept");
  private volatile boolean failing;

  /** From now on every write fails. */
  void fail() {
    failing = true;
  }

  /** From now on writes succeed again, as after a restart. */
  void mend() {
    failing = false;
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
    memory.write(batch);
  }

  @Override
  public void writeLater(WriteBatch batch, WriteListener listener) {
    if (failing) {
      listener.written(new StoreException("The disk is full"));
      return;
    }
    memory.writeLater(batch, listener);
  }

  @Override
  public List<StoredMessage> read(long afterKey, long upToKey, int maxMessages, long maxBytes)
      throws StoreException {
    return memory.read(afterKey, upToKey, maxMessages, maxBytes);
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
