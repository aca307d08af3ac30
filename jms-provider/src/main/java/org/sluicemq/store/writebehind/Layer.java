// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluicemq.message.Envelope;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.TopicLogs;
import org.sluicemq.store.WriteBatch;

/**
 * What a run of batches changes in the end, compared with the store below: a message added and
 * removed within the run leaves nothing behind. The oldest part of a run can be taken out of it, to
 * be merged, while it goes on to fill: what a later batch has undone meanwhile is not in that part.
 *
 * <p>Owned by {@link MergeBuffer}, whose lock guards it while it fills. A part that was taken out
 * is never changed again, also not after its merge: a reader may still hold it.
 */
final class Layer {

  /** About what an entry takes on the heap beside the message itself. */
  private static final int ENTRY_BYTES = 96;

  /**
   * What the removal of a message weighs in a merge: the store below has about as much to do as for
   * its arrival, and how large it is nobody knows here any more.
   */
  private static final long REMOVAL_BYTES = 1024;

  /** A change and the record that made it. */
  private record At<T>(T change, long sequence) {}

  private final TopicLogs logs;
  private final NavigableMap<Long, At<StoredMessage>> added = new TreeMap<>();
  private final PublishedMessages published = new PublishedMessages();
  private final NavigableSet<Long> removed = new TreeSet<>();
  private final NavigableMap<Long, At<Integer>> deliveryCounts = new TreeMap<>();
  private final Map<Integer, At<Long>> deliveredMarks = new LinkedHashMap<>();
  private final Map<Integer, At<BacklogRecord>> created = new LinkedHashMap<>();
  private final Map<Integer, At<Integer>> dropped = new LinkedHashMap<>();
  private final Map<String, At<BranchRecord>> prepared = new LinkedHashMap<>();
  private final Map<String, At<String>> resolved = new LinkedHashMap<>();

  /** The records in their order; what is not in one of them has been taken out. */
  private final Deque<Slice> slices = new ArrayDeque<>();

  private final long sliceBytes;

  /** How many messages that have a row of their own a layer that was taken out removes. */
  private int removedRows;

  private long messageBytes;
  private long branchBytes;
  private long lastSequence;
  private long takenThrough;

  /** The record of the batch that is being applied. */
  private long current;

  /**
   * Begins an empty layer.
   *
   * @param lastSequence the last record of the layers before
   * @param sliceBytes records of so many bytes make a slice
   * @param logs the subscriptions there are, with all that is created and dropped up to now
   */
  Layer(long lastSequence, long sliceBytes, TopicLogs logs) {
    this.logs = logs;
    this.sliceBytes = sliceBytes;
    this.lastSequence = lastSequence;
    this.takenThrough = lastSequence;
  }

  /** The last record of the journal that is in this layer or one before. */
  long lastSequence() {
    return lastSequence;
  }

  /** Whether no record is in it, be it one of which nothing is left. */
  boolean isDrained() {
    return slices.isEmpty();
  }

  /** Whether there is nothing to write to the store below, but perhaps a position. */
  boolean isEmpty() {
    return bytes() == 0;
  }

  /** About how much heap it takes. */
  long bytes() {
    long entries =
        (long) added.size()
            + published.size()
            + removed.size()
            + deliveryCounts.size()
            + deliveredMarks.size()
            + created.size()
            + dropped.size()
            + prepared.size()
            + resolved.size();
    return ENTRY_BYTES * entries + messageBytes + branchBytes;
  }

  // ---- changing

  /** Begins to apply records up to this one. */
  void begin(long sequence) {
    current = sequence;
    if (slices.isEmpty() || slices.getLast().isFull(sliceBytes)) {
      slices.addLast(new Slice());
    }
  }

  /** Ends what {@link #begin} began. */
  void end(long recordBytes) {
    lastSequence = current;
    slices.getLast().endAt(current, recordBytes);
  }

  /** A backlog that is not there yet. */
  void create(BacklogRecord backlog) {
    created.put(backlog.id(), new At<>(backlog, current));
    deliveredMarks.remove(backlog.id());
  }

  void remove(long key) {
    if (logs.isEmpty()) {
      removeMessage(key);
      return;
    }
    long logKey = logs.logKey(key);
    List<BacklogRecord> audience = logs.of(MessageKey.backlog(key));
    if (logKey != 0) {
      settle(key, logKey);
    } else if (audience.isEmpty()) {
      removeMessage(key);
    } else {
      audience.forEach(subscription -> settle(MessageKey.in(subscription.id(), key), key));
    }
  }

  private void settle(long viewKey, long logKey) {
    if (!deliveryCounts.isEmpty()) {
      deliveryCounts.remove(viewKey);
    }
    if (!published.contains(logKey)) {
      removed.add(viewKey);
      slices.getLast().touch(viewKey);
      return;
    }
    StoredMessage vanished = published.settle(logKey, MessageKey.backlog(viewKey));
    if (vanished != null) {
      messageBytes -= vanished.envelope().size();
    }
  }

  private void removeMessage(long key) {
    deliveryCounts.remove(key);
    At<StoredMessage> vanished = added.remove(key);
    if (vanished == null) {
      removed.add(key);
      slices.getLast().touch(key);
    } else {
      messageBytes -= vanished.change().envelope().size();
    }
  }

  void add(StoredMessage message) {
    deliveryCounts.remove(message.key());
    if (added.put(message.key(), new At<>(message, current)) == null) {
      messageBytes += message.envelope().size();
    }
    slices.getLast().touch(message.key());
  }

  /**
   * Adds a message to the log of a topic.
   *
   * @param settled what its batch removes: view keys of those who do not want it among them
   */
  void publish(StoredMessage message, Set<Long> settled) {
    List<BacklogRecord> audience = logs.of(MessageKey.backlog(message.key()));
    if (published.add(message, audience, settled, current)) {
      messageBytes += message.envelope().size();
      slices.getLast().touch(message.key());
    }
    if (!settled.isEmpty()) {
      // What was settled ahead of its message is settled with it.
      audience.forEach(s -> removed.remove(MessageKey.in(s.id(), message.key())));
    }
  }

  void count(long key, int count) {
    At<StoredMessage> here = added.get(key);
    if (here != null) {
      Envelope envelope = here.change().envelope();
      added.put(key, new At<>(new StoredMessage(key, envelope, count), here.sequence()));
    } else if (!removed.contains(key)) {
      deliveryCounts.put(key, new At<>(count, current));
    }
  }

  /** A mark of a backlog that is there. */
  void mark(int backlog, long arrival) {
    deliveredMarks.put(backlog, new At<>(arrival, current));
  }

  void prepare(BranchRecord branch) {
    prepared.put(branch.identity(), new At<>(branch, current));
    branchBytes += bytes(branch);
  }

  private static long bytes(BranchRecord branch) {
    long bytes = (long) ENTRY_BYTES * branch.acknowledged().size();
    for (var send : branch.sends()) {
      bytes += send.size();
    }
    return bytes;
  }

  void resolve(String identity) {
    At<BranchRecord> vanished = prepared.remove(identity);
    if (vanished == null) {
      resolved.put(identity, new At<>(identity, current));
    } else {
      branchBytes -= bytes(vanished.change());
    }
  }

  /** Drops a backlog that {@link TopicLogs} still knows. */
  void drop(int backlog) {
    BacklogRecord subscription = logs.subscription(backlog);
    if (subscription != null) {
      messageBytes -= published.drop(subscription.subscription().log(), backlog);
    } else if (!published.isEmpty()) {
      messageBytes -= published.dropLog(backlog);
    }
    long after = MessageKey.before(backlog);
    long before = MessageKey.after(backlog);
    for (At<StoredMessage> gone : added.subMap(after, before).values()) {
      messageBytes -= gone.change().envelope().size();
    }
    added.subMap(after, before).clear();
    removed.subSet(after, before).clear();
    deliveryCounts.subMap(after, before).clear();
    deliveredMarks.remove(backlog);
    if (created.remove(backlog) == null) {
      dropped.put(backlog, new At<>(backlog, current));
    }
  }

  // ---- taking out

  /**
   * Takes out what is left of the oldest records.
   *
   * @param upTo no further slice once this record is taken
   * @param live no further slice once what is left has so many bytes, or removes so many
   * @param journalled no further slice once the records had so many bytes
   * @return a layer below this one
   */
  Layer takeOldest(long upTo, long live, long journalled) {
    Layer oldest = new Layer(takenThrough, sliceBytes, logs);
    long bytes = 0;
    while (!slices.isEmpty()
        && oldest.lastSequence < upTo
        && oldest.bytes() + REMOVAL_BYTES * oldest.removedRows < live
        && bytes < journalled) {
      Slice slice = slices.removeFirst();
      bytes += slice.bytes();
      oldest.lastSequence = slice.lastSequence();
      slice.forEachKey(key -> moveTo(oldest, key));
    }
    takenThrough = oldest.lastSequence;
    moveRest(oldest);
    oldest.published.freeze(logs);
    return oldest;
  }

  private void moveTo(Layer other, long key) {
    At<StoredMessage> message = added.get(key);
    // A key may have been used again by a record that comes later.
    if (message != null && message.sequence() <= other.lastSequence) {
      added.remove(key);
      other.added.put(key, message);
      messageBytes -= message.change().envelope().size();
      other.messageBytes += message.change().envelope().size();
    }
    long moved = published.moveTo(other.published, key, other.lastSequence);
    messageBytes -= moved;
    other.messageBytes += moved;
    if (removed.remove(key)) {
      other.removed.add(key);
      // What a subscription has settled is noted by ranges, which is little work.
      other.removedRows += logs.logKey(key) == 0 ? 1 : 0;
    }
  }

  private void moveRest(Layer other) {
    move(deliveryCounts, other.deliveryCounts, other.lastSequence);
    move(deliveredMarks, other.deliveredMarks, other.lastSequence);
    move(created, other.created, other.lastSequence);
    move(dropped, other.dropped, other.lastSequence);
    move(resolved, other.resolved, other.lastSequence);
    move(prepared, other.prepared, other.lastSequence);
    long bytes = 0;
    for (At<BranchRecord> branch : other.prepared.values()) {
      bytes += bytes(branch.change());
    }
    other.branchBytes = bytes;
    branchBytes -= bytes;
  }

  private static <K, T> void move(Map<K, At<T>> from, Map<K, At<T>> to, long upTo) {
    for (Iterator<Map.Entry<K, At<T>>> all = from.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<K, At<T>> entry = all.next();
      if (entry.getValue().sequence() <= upTo) {
        to.put(entry.getKey(), entry.getValue());
        all.remove();
      }
    }
  }

  // ---- asking

  /** What this layer says about a key. */
  enum Presence {
    HERE,
    GONE,
    ASK_BELOW
  }

  Presence presence(long key) {
    if (added.containsKey(key) || published.contains(key)) {
      return Presence.HERE;
    }
    return removed.contains(key) || hides(MessageKey.backlog(key))
        ? Presence.GONE
        : Presence.ASK_BELOW;
  }

  /** Whether the messages that the layers below hold for a backlog are gone. */
  boolean hides(int backlog) {
    return !dropped.isEmpty() && dropped.containsKey(backlog);
  }

  /** The messages added in a range of keys, in order. */
  Iterator<StoredMessage> added(long afterKey, long upToKey) {
    int backlog = MessageKey.backlog(upToKey);
    BacklogRecord subscription = logs.subscription(backlog);
    if (subscription != null) {
      long after = Math.max(afterKey, MessageKey.before(backlog));
      int log = subscription.subscription().log();
      return published.seenBy(backlog, log, after, upToKey).map(this::counted).iterator();
    }
    if (!logs.of(backlog).isEmpty()) {
      return published.inLog(afterKey, upToKey);
    }
    Iterator<At<StoredMessage>> range =
        added.subMap(afterKey, false, upToKey, true).values().iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return range.hasNext();
      }

      @Override
      public StoredMessage next() {
        return range.next().change();
      }
    };
  }

  /** A message of a layer below, or of the store below, as it is with this layer; null if gone. */
  StoredMessage over(StoredMessage below) {
    long key = below.key();
    At<StoredMessage> replacement = added.get(key);
    if (replacement != null) {
      return replacement.change();
    }
    if (removed.contains(key) || hides(MessageKey.backlog(key))) {
      return null;
    }
    return counted(below);
  }

  private StoredMessage counted(StoredMessage message) {
    At<Integer> count = deliveryCounts.isEmpty() ? null : deliveryCounts.get(message.key());
    return count == null
        ? message
        : new StoredMessage(message.key(), message.envelope(), count.change());
  }

  /**
   * Takes over where messages of the layer may rest once it is merged.
   *
   * @param rested the highest arrival that may be in the store below, by backlog
   */
  void noteArrivals(Map<Integer, Long> rested) {
    dropped.keySet().forEach(rested::remove);
    for (long key : added.keySet()) {
      rested.merge(MessageKey.backlog(key), MessageKey.arrival(key), Math::max);
    }
    for (long key : published.keys()) {
      rested.merge(MessageKey.backlog(key), MessageKey.arrival(key), Math::max);
    }
  }

  // ---- merging

  /**
   * What must be written before {@link #toBatch}, because within one batch it would come after: a
   * number, an address or a branch that is used again. When the merge is cut off between the two,
   * the replay begins with this one done already, which does no harm.
   *
   * @return the batch, often empty
   */
  WriteBatch toBatchBefore() {
    WriteBatch batch = new WriteBatch();
    if (!created.isEmpty()) {
      dropped.keySet().forEach(batch::drop);
    }
    resolved.keySet().stream().filter(prepared::containsKey).forEach(batch::resolve);
    return batch;
  }

  /** The changes in sum. */
  WriteBatch toBatch() {
    WriteBatch batch = new WriteBatch();
    created.values().forEach(backlog -> batch.create(backlog.change()));
    removed.forEach(batch::remove);
    added.values().forEach(message -> batch.add(message.change()));
    published.toBatch(batch);
    deliveryCounts.forEach((key, count) -> batch.deliveryCount(key, count.change()));
    deliveredMarks.forEach((backlog, mark) -> batch.deliveredMark(backlog, mark.change()));
    prepared.values().forEach(branch -> batch.prepare(branch.change()));
    resolved.keySet().stream().filter(name -> !prepared.containsKey(name)).forEach(batch::resolve);
    if (created.isEmpty()) {
      dropped.keySet().forEach(batch::drop);
    }
    return batch;
  }
}
