// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.List;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.WriteListener;

/**
 * A store in which a test lets things happen while a page is read: before the store is looked at,
 * and after, so that the page does not show them.
 */
final class BusyStore implements MessageStore {

  /** What happens. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  private static final Action NOTHING = () -> {};

  private final MessageStore store;
  private Action before = NOTHING;
  private Action after = NOTHING;
  private Action atTheEnd = NOTHING;

  BusyStore(MessageStore store) {
    this.store = store;
  }

  /** From now on this happens before each page. */
  void beforeReads(Action action) {
    before = action;
  }

  /** From now on this happens after each page. */
  void afterReads(Action action) {
    after = action;
  }

  /** This happens once, before the next page. */
  void beforeNextRead(Action action) {
    before =
        () -> {
          before = NOTHING;
          action.run();
        };
  }

  /** This happens once, after the next page. */
  void afterNextRead(Action action) {
    after =
        () -> {
          after = NOTHING;
          action.run();
        };
  }

  /** This happens once, when a page shows that there is no more. */
  void afterLastRead(Action action) {
    atTheEnd = action;
  }

  @Override
  public List<StoredMessage> read(long afterKey, long upToKey, int maxMessages, long maxBytes)
      throws StoreException {
    run(before);
    List<StoredMessage> page = store.read(afterKey, upToKey, maxMessages, maxBytes);
    if (page.isEmpty()) {
      Action last = atTheEnd;
      atTheEnd = NOTHING;
      run(last);
    }
    run(after);
    return page;
  }

  private static void run(Action action) throws StoreException {
    try {
      action.run();
    } catch (StoreException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("What was to happen meanwhile failed", e);
    }
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
  public void flushLater() throws StoreException {
    store.flushLater();
  }

  @Override
  public void flush() throws StoreException {
    store.flush();
  }

  @Override
  public void close() throws StoreException {
    store.close();
  }
}
