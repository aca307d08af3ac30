// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.sluicemq.store.GroupCommit;
import org.sluicemq.store.RestingStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.WriteListener;

/**
 * A batch whose large bodies are in the store and referred to by nothing yet: it is written with
 * them, or gives them up. Safe for any thread; the first call decides.
 */
final class StagedBatch implements RestingStore.Staged {

  private final EncodedBatch batch;
  private final GroupCommit<EncodedBatch> groups;
  private final Consumer<EncodedBatch> abandon;
  private final AtomicBoolean handedOver = new AtomicBoolean();

  StagedBatch(
      EncodedBatch batch, GroupCommit<EncodedBatch> groups, Consumer<EncodedBatch> abandon) {
    this.batch = batch;
    this.groups = groups;
    this.abandon = abandon;
  }

  @Override
  public void write() throws StoreException {
    handOver();
    try {
      groups.write(batch);
    } catch (StoreException e) {
      abandon.accept(batch);
      throw e;
    }
  }

  void writeLater(WriteListener listener) {
    handOver();
    groups.writeLater(
        batch,
        failure -> {
          if (failure != null) {
            abandon.accept(batch);
          }
          listener.written(failure);
        });
  }

  private void handOver() {
    if (!handedOver.compareAndSet(false, true)) {
      throw new IllegalStateException("This batch was written or given up before");
    }
  }

  @Override
  public void giveUp() {
    if (handedOver.compareAndSet(false, true)) {
      abandon.accept(batch);
    }
  }
}
