// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.RefusedBatchException;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.WriteListener;

/**
 * What the parts of one broker share. Immutable.
 *
 * @param store where messages rest
 * @param overflow where messages rest that need not survive
 * @param numbers names backlogs that live in memory alone
 * @param scheduler the broker's thread and clock
 * @param budget the memory that waiting messages may hold
 * @param redelivery what happens when a delivery fails
 * @param onStoreFailure stops the broker; may be called more than once
 */
record Engine(
    MessageStore store,
    Overflow overflow,
    TransientNumbers numbers,
    Scheduler scheduler,
    MemoryBudget budget,
    RedeliveryPolicy redelivery,
    Consumer<StoreException> onStoreFailure) {

  private static final System.Logger LOG = System.getLogger(Engine.class.getName());

  /** Hands a batch over whose outcome nobody waits for; a failure stops the broker. */
  void writeLater(WriteBatch batch) {
    writeLater(batch, WriteListener.NONE);
  }

  /**
   * Hands a batch over; a failure stops the broker after the listener was told, a refusal of this
   * one batch does not.
   */
  void writeLater(WriteBatch batch, WriteListener listener) {
    if (batch.isEmpty()) {
      listener.written(null);
      return;
    }
    store.writeLater(batch, reporting(listener));
  }

  /** Hands a batch over that somebody wants to hear of; a failure stops the broker as well. */
  void writeSoon(WriteBatch batch, WriteListener listener) {
    store.writeSoon(batch, reporting(listener));
  }

  private WriteListener reporting(WriteListener listener) {
    return failure -> {
      listener.written(failure);
      if (failure instanceof RefusedBatchException) {
        LOG.log(Level.ERROR, "A change was not stored", failure);
      } else if (failure != null) {
        onStoreFailure.accept(failure);
      }
    };
  }
}
