// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.nio.file.Path;
import java.util.List;

/** Another store, of which a test changes or watches a part. */
public abstract class DelegatingStore implements MessageStore {

  /** The store that does the work. */
  protected final MessageStore store;

  /** Stands in front of a store. */
  protected DelegatingStore(MessageStore store) {
    this.store = store;
  }

  @Override
  public StoreState recover() throws StoreException {
    return store.recover();
  }

  @Override
  public void write(WriteBatch batch) throws StoreException {
    store.write(batch);
  }

  @Override
  public void writeLater(WriteBatch batch, WriteListener listener) {
    store.writeLater(batch, listener);
  }

  @Override
  public void writeSoon(WriteBatch batch, WriteListener listener) {
    store.writeSoon(batch, listener);
  }

  @Override
  public List<StoredMessage> read(long afterKey, long upToKey, int maxMessages, long maxBytes)
      throws StoreException {
    return store.read(afterKey, upToKey, maxMessages, maxBytes);
  }

  @Override
  public void flushLater() throws StoreException {
    store.flushLater();
  }

  @Override
  public void flush() throws StoreException {
    store.flush();
  }

  @Override
  public void backup(Path target) throws StoreException {
    store.backup(target);
  }

  @Override
  public void close() throws StoreException {
    store.close();
  }
}
