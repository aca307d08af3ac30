// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;

/**
 * What is durable in the journal and not yet merged, in two layers: one that fills, and below it,
 * during a merge, one that is being written to the resting store. Safe for any thread; one lock
 * guards it, held for a few instructions a change and never while waiting for a disk.
 */
final class MergeBuffer {

  private final ReentrantLock lock = new ReentrantLock();
  private Layer filling = new Layer(1, 0);

  /** Null while there is no merge. */
  private Layer merging;

  /**
   * By backlog the highest arrival that the resting store may hold: a higher one need not be looked
   * for there.
   */
  private final Map<Integer, Long> rested = new HashMap<>();

  /** Begins anew after a recovery, with everything merged up to a record. */
  void set(StoreState state, long lastSequence) {
    lock.lock();
    try {
      filling = new Layer(filling.number() + 1, lastSequence);
      rested.clear();
      state.backlogs().forEach(b -> rested.put(b.record().id(), b.highestArrival()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes batches that are durable in the journal.
   *
   * @param batches the batches, in order
   * @param catalogue the leader's, taken along
   * @param lastSequence the record of the last of them
   * @return the layer if its age counts from now, otherwise 0
   */
  long apply(List<WriteBatch> batches, Catalogue catalogue, long lastSequence) {
    lock.lock();
    try {
      batches.forEach(batch -> apply(batch, catalogue));
      filling.lastSequence(lastSequence);
      return !filling.isEmpty() && filling.beginAging() ? filling.number() : 0;
    } finally {
      lock.unlock();
    }
  }

  private void apply(WriteBatch batch, Catalogue catalogue) {
    batch.createdBacklogs().stream().filter(catalogue::create).forEach(filling::create);
    batch.removed().forEach(filling::remove);
    for (StoredMessage message : batch.added()) {
      // During a replay the backlog may be gone already, dropped ahead of a merge that was cut off;
      // its drop is still to come in the journal.
      if (catalogue.backlog(MessageKey.backlog(message.key())) != null) {
        filling.add(message);
      }
    }
    batch.deliveryCounts().forEach(filling::count);
    batch
        .deliveredMarks()
        .forEach(
            (backlog, arrival) -> {
              if (catalogue.backlog(backlog) != null) {
                filling.mark(backlog, arrival);
              }
            });
    for (BranchRecord branch : batch.preparedBranches()) {
      catalogue.prepare(branch.identity());
      filling.prepare(branch);
    }
    for (String branch : batch.resolvedBranches()) {
      catalogue.resolve(branch);
      filling.resolve(branch);
    }
    for (int backlog : batch.droppedBacklogs()) {
      catalogue.drop(backlog);
      filling.drop(backlog);
    }
  }

  /** Notes a batch that went straight to the resting store, with the buffer empty. */
  void passed(WriteBatch batch, Catalogue catalogue) {
    lock.lock();
    try {
      long last = filling.lastSequence();
      apply(batch, catalogue);
      filling.noteArrivals(rested);
      filling = new Layer(filling.number() + 1, last);
    } finally {
      lock.unlock();
    }
  }

  /** About how much heap both layers take. */
  long bytes() {
    lock.lock();
    try {
      return filling.bytes() + (merging == null ? 0 : merging.bytes());
    } finally {
      lock.unlock();
    }
  }

  /** About how much heap the filling layer takes. */
  long fillingBytes() {
    lock.lock();
    try {
      return filling.bytes();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a layer whose age has come is to be merged: it still fills, and is not empty. */
  boolean isDue(long layer) {
    lock.lock();
    try {
      if (filling.number() != layer) {
        return false;
      }
      if (filling.isEmpty()) {
        filling.endAging();
      }
      return !filling.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Begins a merge; followed by {@link #merged}, unless the store has failed. */
  Layer freeze() {
    lock.lock();
    try {
      merging = filling;
      merging.noteArrivals(rested);
      filling = new Layer(merging.number() + 1, merging.lastSequence());
      return merging;
    } finally {
      lock.unlock();
    }
  }

  /** The frozen layer rests in the store below. */
  void merged() {
    lock.lock();
    try {
      merging = null;
    } finally {
      lock.unlock();
    }
  }

  /** What the buffer knows about a key: there, gone, or to be asked of the resting store. */
  Layer.Presence presence(long key) {
    lock.lock();
    try {
      Layer.Presence presence = filling.presence(key);
      if (presence == Layer.Presence.ASK_BELOW && merging != null) {
        presence = merging.presence(key);
      }
      long highest = rested.getOrDefault(MessageKey.backlog(key), 0L);
      return presence == Layer.Presence.ASK_BELOW && MessageKey.arrival(key) > highest
          ? Layer.Presence.GONE
          : presence;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a view of a range of keys; to be taken before the resting store is read.
   *
   * @param limits how much of the range is wanted
   */
  View view(long afterKey, long upToKey, PageLimits limits) {
    lock.lock();
    try {
      TreeMap<Long, StoredMessage> added = new TreeMap<>();
      if (merging != null) {
        // What the upper layer takes away or replaces counts as well, so all that may be needed.
        collect(merging, afterKey, upToKey, limits, added, filling);
      }
      collect(filling, afterKey, upToKey, limits, added, null);
      return new View(filling, merging, new ArrayList<>(added.values()));
    } finally {
      lock.unlock();
    }
  }

  private static void collect(
      Layer layer,
      long afterKey,
      long upToKey,
      PageLimits limits,
      TreeMap<Long, StoredMessage> added,
      Layer above) {
    PageLimits.Used used = limits.begin();
    for (StoredMessage message : layer.added(afterKey, upToKey)) {
      if (used.isFull()) {
        return;
      }
      StoredMessage seen = above == null ? message : above.over(message);
      if (seen != null) {
        added.put(seen.key(), seen);
        used.take(seen);
      }
    }
  }

  /** The two layers at one moment. What is removed later may still be seen. */
  final class View {
    private final Layer upper;
    private final Layer lower;
    private final List<StoredMessage> added;

    private View(Layer upper, Layer lower, List<StoredMessage> added) {
      this.upper = upper;
      this.lower = lower;
      this.added = added;
    }

    /** The first messages of the range that the layers add, as many as a page can take. */
    List<StoredMessage> added() {
      return added;
    }

    /** A page of the resting store without what is gone, and with the counts of the layers. */
    List<StoredMessage> over(List<StoredMessage> page) {
      List<StoredMessage> left = new ArrayList<>(page.size());
      lock.lock();
      try {
        for (StoredMessage message : page) {
          StoredMessage seen = lower == null ? message : lower.over(message);
          seen = seen == null ? null : upper.over(seen);
          if (seen != null) {
            left.add(seen);
          }
        }
      } finally {
        lock.unlock();
      }
      return left;
    }

    /** Whether a message of the resting store is gone or replaced. */
    boolean hides(long key) {
      lock.lock();
      try {
        return upper.presence(key) != Layer.Presence.ASK_BELOW
            || (lower != null && lower.presence(key) != Layer.Presence.ASK_BELOW);
      } finally {
        lock.unlock();
      }
    }
  }
}
