// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import java.nio.file.Path;
import java.util.List;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.WriteListener;
import org.sluicemq.store.journal.PowerLosses;

/** Another store, of which the pages are counted that a broker reads. */
record CountingStore(MessageStore store) implements MessageStore {

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
    List<StoredMessage> page = store.read(afterKey, upToKey, maxMessages, maxBytes);
    if (!page.isEmpty()) {
      PowerLosses.count("pages");
    }
    return page;
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
