// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Flushes a group of a {@link GroupCommit} and notes with each entry what became of it. Whatever
 * goes wrong meanwhile, an entry either says so or was flushed. Used by one leader at a time.
 */
final class GroupFlush<B> {

  private final GroupCommit.Flush<B> flush;

  GroupFlush(GroupCommit.Flush<B> flush) {
    this.flush = flush;
  }

  /** Flushes the entries that follow from this one; throws nothing. */
  void flush(GroupEntry<B> group) {
    try {
      flushBatches(group);
    } catch (RuntimeException | Error e) {
      note(group, unexpected(e));
    }
  }

  private void flushBatches(GroupEntry<B> group) {
    List<B> batches = new ArrayList<>();
    for (GroupEntry<B> entry = group; entry != null; entry = entry.next) {
      if (entry.batch != null) {
        batches.add(entry.batch);
      }
    }
    StoreException failure = batches.isEmpty() ? null : tryFlush(batches);
    if (failure instanceof RefusedBatchException && batches.size() > 1) {
      for (GroupEntry<B> entry = group; entry != null; entry = entry.next) {
        entry.failure = entry.batch == null ? null : tryFlush(entry.batch);
      }
    } else {
      note(group, failure);
    }
  }

  /** What a barrier says depends on what was before it, which is not known here. */
  private void note(GroupEntry<B> group, StoreException failure) {
    for (GroupEntry<B> entry = group; entry != null; entry = entry.next) {
      entry.failure = entry.batch == null ? null : failure;
    }
  }

  private StoreException tryFlush(B batch) {
    try {
      return tryFlush(List.of(batch));
    } catch (RuntimeException | Error e) {
      return unexpected(e);
    }
  }

  private StoreException tryFlush(List<B> batches) {
    try {
      flush.flush(batches);
      return null;
    } catch (StoreException e) {
      return e;
    } catch (RuntimeException | Error e) {
      return unexpected(e);
    }
  }

  private static StoreException unexpected(Throwable cause) {
    try {
      return new UnknownOutcomeException(
          "The write failed unexpectedly, its outcome is unknown: " + cause, cause);
    } catch (RuntimeException | Error noRoomToTell) {
      return GroupEntry.BROKEN_OFF;
    }
  }
}
