// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.util.ArrayList;
import java.util.List;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.WriteListener;

/**
 * The removals of many callers who do not wait for them, acknowledgements mostly, in one record:
 * each alone would cost a record, its check and its place in the group, many times the cost of the
 * key. Callers join until the group takes the batch. Safe for any thread.
 */
final class LateRemovals implements PendingBatch {

  private static final int MOST_KEYS = 1024;

  private final WriteBatch batch = new WriteBatch();
  private final List<WriteListener> listeners = new ArrayList<>();
  private JournalledBatch sealed;
  private boolean closed;

  /** One that nobody can join. */
  static LateRemovals none() {
    LateRemovals none = new LateRemovals();
    none.closed = true;
    return none;
  }

  /** Whether a batch does nothing but remove, and not too much for one of these. */
  static boolean mayTake(WriteBatch batch) {
    return batch.isRemovalOnly() && batch.removed().size() <= MOST_KEYS;
  }

  /**
   * Takes the removals of one caller.
   *
   * @param removals see {@link #mayTake}
   * @param listener told when they are durable, or failed
   * @return false if it is too late, or there are too many: nothing was taken
   */
  synchronized boolean join(WriteBatch removals, WriteListener listener) {
    if (closed || batch.removed().size() + removals.removed().size() > MOST_KEYS) {
      return false;
    }
    removals.removed().forEach(batch::remove);
    listeners.add(listener);
    return true;
  }

  /** What it may grow to: it is weighed when it is handed over. */
  @Override
  public long bytes() {
    return (long) Long.BYTES * MOST_KEYS;
  }

  @Override
  public synchronized JournalledBatch seal() {
    closed = true;
    if (sealed == null) {
      sealed = JournalledBatch.of(batch);
    }
    return sealed;
  }

  /** Tells all callers what became of the batch; one who fails does not keep it from the others. */
  void tell(StoreException failure) {
    synchronized (this) {
      closed = true;
    }
    Throwable thrown = null;
    for (WriteListener listener : listeners) {
      try {
        listener.written(failure);
      } catch (RuntimeException | Error e) {
        thrown = e;
      }
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw (RuntimeException) thrown;
    }
  }
}
