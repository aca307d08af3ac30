// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.TopicLogs;
import org.sluicemq.store.WriteBatch;

/**
 * What is durable in the journal and not yet merged, in two layers: one that fills, and below it,
 * during a merge, the oldest part of it, which is being written to the resting store. Safe for any
 * thread; one lock guards it, held for a few instructions a change and never while waiting for a
 * disk.
 */
final class MergeBuffer {

  private final ReentrantLock lock = new ReentrantLock();
  private final long sliceBytes;
  private final TopicLogs logs = new TopicLogs();
  private Layer filling;

  /** Null while there is no merge. */
  private Layer merging;

  /**
   * The end of the chain of the parts that were taken out of the filling layer, see {@link View}.
   */
  private Part lastPart = new Part(null);

  private boolean aging;

  /**
   * By backlog the highest arrival that the resting store may hold: a higher one need not be looked
   * for there.
   */
  private final Map<Integer, Long> rested = new HashMap<>();

  /** A part that was taken out, and the one after it; a part without a layer is only a link. */
  private static final class Part {
    private final Layer layer;
    private Part next;

    Part(Layer layer) {
      this.layer = layer;
    }
  }

  /**
   * Begins empty.
   *
   * @param sliceBytes records of so many bytes are merged together or not at all
   */
  MergeBuffer(long sliceBytes) {
    this.sliceBytes = sliceBytes;
    this.filling = new Layer(0, sliceBytes, logs);
  }

  private void append(Layer layer) {
    Part part = new Part(layer);
    lastPart.next = part;
    lastPart = part;
  }

  /**
   * Begins anew, with everything merged up to a record.
   *
   * @param backlogs the backlogs that the resting store has
   * @param state its figures; empty before a recovery
   */
  void set(Collection<BacklogRecord> backlogs, StoreState state, long lastSequence) {
    lock.lock();
    try {
      logs.clear();
      backlogs.forEach(logs::created);
      filling = new Layer(lastSequence, sliceBytes, logs);
      aging = false;
      rested.clear();
      note(state);
    } finally {
      lock.unlock();
    }
  }

  private void note(StoreState state) {
    state.backlogs().forEach(b -> rested.put(b.record().id(), b.highestArrival()));
  }

  /**
   * Goes on with what was replayed into it.
   *
   * @param state the figures of the resting store
   */
  void resume(StoreState state) {
    lock.lock();
    try {
      note(state);
    } finally {
      lock.unlock();
    }
  }

  /**
   * What waits, in sum, be it merged in one batch or in two; to be looked at, not to be written,
   * and to be asked while nothing is being merged.
   */
  WriteBatch changes() {
    lock.lock();
    try {
      WriteBatch changes = filling.toBatch();
      filling.toBatchBefore().droppedBacklogs().forEach(changes::drop);
      return changes;
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
   * @param bytes how long their records are
   * @return whether the buffer begins to age with them
   */
  boolean apply(List<WriteBatch> batches, Catalogue catalogue, long lastSequence, long bytes) {
    lock.lock();
    try {
      filling.begin(lastSequence);
      batches.forEach(batch -> apply(batch, catalogue));
      filling.end(bytes);
      boolean begins = !aging && !filling.isEmpty();
      aging |= begins;
      return begins;
    } finally {
      lock.unlock();
    }
  }

  private void apply(WriteBatch batch, Catalogue catalogue) {
    for (BacklogRecord created : batch.createdBacklogs()) {
      if (catalogue.create(created)) {
        filling.create(created);
        logs.created(created);
      }
    }
    batch.removed().forEach(filling::remove);
    add(batch, catalogue);
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
      logs.dropped(backlog);
    }
  }

  private void add(WriteBatch batch, Catalogue catalogue) {
    Set<Long> settled = null;
    for (StoredMessage message : batch.added()) {
      BacklogRecord backlog = catalogue.backlog(MessageKey.backlog(message.key()));
      // During a replay the backlog may be gone already, dropped ahead of a merge that was cut off;
      // its drop is still to come in the journal.
      if (backlog != null && backlog.isLog()) {
        settled = settled == null ? Set.copyOf(batch.removed()) : settled;
        filling.publish(message, settled);
      } else if (backlog != null) {
        filling.add(message);
      }
    }
  }

  /** Notes a batch that went straight to the resting store, with the buffer drained. */
  void passed(WriteBatch batch, Catalogue catalogue) {
    lock.lock();
    try {
      long last = filling.lastSequence();
      filling.begin(last);
      apply(batch, catalogue);
      filling.noteArrivals(rested);
      filling = new Layer(last, sliceBytes, logs);
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

  /** The last record that was applied. */
  long lastSequence() {
    lock.lock();
    try {
      return filling.lastSequence();
    } finally {
      lock.unlock();
    }
  }

  /** Whether every record has been merged. */
  boolean isDrained() {
    lock.lock();
    try {
      return merging == null && filling.isDrained();
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is something left that grows older; ends the aging otherwise. */
  boolean goesOnAging() {
    lock.lock();
    try {
      aging = !filling.isEmpty();
      return aging;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Begins to merge the oldest part, see {@link Layer#takeOldest}; followed by {@link #merged},
   * unless the store has failed.
   */
  Layer takeOldest(long upTo, long live, long journalled) {
    lock.lock();
    try {
      merging = filling.takeOldest(upTo, live, journalled);
      merging.noteArrivals(rested);
      append(merging);
      return merging;
    } finally {
      lock.unlock();
    }
  }

  /** The part that was taken out rests in the store below. */
  void merged() {
    lock.lock();
    try {
      merging = null;
      // Whoever needs the part still has it; the buffer keeps nothing of it.
      append(null);
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
      return new View(lastPart, new ArrayList<>(added.values()));
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
    Iterator<StoredMessage> messages = layer.added(afterKey, upToKey);
    while (messages.hasNext() && !used.isFull()) {
      StoredMessage message = messages.next();
      StoredMessage seen = above == null ? message : above.over(message);
      if (seen != null) {
        added.put(seen.key(), seen);
        used.take(seen);
      }
    }
  }

  /**
   * The buffer from one moment on: the part that is being merged then, those that are taken out
   * later, and the layer that fills. What is removed later may still be seen.
   */
  final class View {
    private final Part oldest;
    private final List<StoredMessage> added;

    private View(Part oldest, List<StoredMessage> added) {
      this.oldest = oldest;
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
          StoredMessage seen = message;
          for (Part part = oldest; part != null && seen != null; part = part.next) {
            seen = part.layer == null ? seen : part.layer.over(seen);
          }
          seen = seen == null ? null : filling.over(seen);
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
        for (Part part = oldest; part != null; part = part.next) {
          if (part.layer != null && part.layer.presence(key) != Layer.Presence.ASK_BELOW) {
            return true;
          }
        }
        return filling.presence(key) != Layer.Presence.ASK_BELOW;
      } finally {
        lock.unlock();
      }
    }
  }
}
