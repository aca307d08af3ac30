// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;

/**
 * What a run of batches changes in the end, compared with the store below: a message added and
 * removed within the run leaves nothing behind.
 *
 * <p>Owned by {@link MergeBuffer}, whose lock guards it while it fills. Once frozen it is never
 * changed again, also not after its merge: a reader may still hold it.
 */
final class Layer {

  /** About what an entry takes on the heap beside the message itself. */
  private static final int ENTRY_BYTES = 96;

  private final long number;
  private final NavigableMap<Long, StoredMessage> added = new TreeMap<>();
  private final NavigableSet<Long> removed = new TreeSet<>();
  private final NavigableMap<Long, Integer> deliveryCounts = new TreeMap<>();
  private final Map<Integer, Long> deliveredMarks = new HashMap<>();
  private final Map<Integer, BacklogRecord> created = new LinkedHashMap<>();
  private final Set<Integer> dropped = new TreeSet<>();
  private final Map<String, BranchRecord> prepared = new LinkedHashMap<>();
  private final Set<String> resolved = new TreeSet<>();
  private final Map<Integer, Long> highestArrivals = new HashMap<>();
  private long messageBytes;
  private long branchBytes;
  private long lastSequence;
  private boolean aging;

  /**
   * Begins an empty layer.
   *
   * @param number tells it from every other of its buffer
   * @param lastSequence the last record of the layers before
   */
  Layer(long number, long lastSequence) {
    this.number = number;
    this.lastSequence = lastSequence;
  }

  long number() {
    return number;
  }

  /** The last record of the journal that is in this layer or one before. */
  long lastSequence() {
    return lastSequence;
  }

  void lastSequence(long sequence) {
    lastSequence = sequence;
  }

  /** Notes that the merge of this layer is due at a certain time; false if it was so before. */
  boolean beginAging() {
    boolean begins = !aging;
    aging = true;
    return begins;
  }

  void endAging() {
    aging = false;
  }

  /** Whether there is nothing to write to the store below, but perhaps a position. */
  boolean isEmpty() {
    return bytes() == 0;
  }

  /** About how much heap it takes. */
  long bytes() {
    long entries =
        (long) added.size()
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

  /** A backlog that is not there yet. */
  void create(BacklogRecord backlog) {
    created.put(backlog.id(), backlog);
    deliveredMarks.remove(backlog.id());
  }

  void remove(long key) {
    deliveryCounts.remove(key);
    StoredMessage vanished = added.remove(key);
    if (vanished == null) {
      removed.add(key);
    } else {
      messageBytes -= vanished.envelope().size();
    }
  }

  void add(StoredMessage message) {
    deliveryCounts.remove(message.key());
    if (added.put(message.key(), message) == null) {
      messageBytes += message.envelope().size();
    }
    highestArrivals.merge(
        MessageKey.backlog(message.key()), MessageKey.arrival(message.key()), Math::max);
  }

  void count(long key, int count) {
    StoredMessage here = added.get(key);
    if (here != null) {
      added.put(key, new StoredMessage(key, here.envelope(), count));
    } else if (!removed.contains(key)) {
      deliveryCounts.put(key, count);
    }
  }

  /** A mark of a backlog that is there. */
  void mark(int backlog, long arrival) {
    deliveredMarks.put(backlog, arrival);
  }

  void prepare(BranchRecord branch) {
    prepared.put(branch.identity(), branch);
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
    BranchRecord vanished = prepared.remove(identity);
    if (vanished == null) {
      resolved.add(identity);
    } else {
      branchBytes -= bytes(vanished);
    }
  }

  void drop(int backlog) {
    long after = MessageKey.before(backlog);
    long before = MessageKey.after(backlog);
    for (StoredMessage gone : added.subMap(after, before).values()) {
      messageBytes -= gone.envelope().size();
    }
    added.subMap(after, before).clear();
    removed.subSet(after, before).clear();
    deliveryCounts.subMap(after, before).clear();
    deliveredMarks.remove(backlog);
    highestArrivals.remove(backlog);
    if (created.remove(backlog) == null) {
      dropped.add(backlog);
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
    if (added.containsKey(key)) {
      return Presence.HERE;
    }
    return removed.contains(key) || hides(MessageKey.backlog(key))
        ? Presence.GONE
        : Presence.ASK_BELOW;
  }

  /** Whether the messages that the layers below hold for a backlog are gone. */
  boolean hides(int backlog) {
    return !dropped.isEmpty() && dropped.contains(backlog);
  }

  /** The messages added in a range of keys, in order. */
  Iterable<StoredMessage> added(long afterKey, long upToKey) {
    return added.subMap(afterKey, false, upToKey, true).values();
  }

  /** A message of a layer below, or of the store below, as it is with this layer; null if gone. */
  StoredMessage over(StoredMessage below) {
    long key = below.key();
    StoredMessage replacement = added.get(key);
    if (replacement != null) {
      return replacement;
    }
    if (removed.contains(key) || hides(MessageKey.backlog(key))) {
      return null;
    }
    Integer count = deliveryCounts.isEmpty() ? null : deliveryCounts.get(key);
    return count == null ? below : new StoredMessage(key, below.envelope(), count);
  }

  /**
   * Takes over where messages of the layer may rest once it is merged.
   *
   * @param rested the highest arrival that may be in the store below, by backlog
   */
  void noteArrivals(Map<Integer, Long> rested) {
    dropped.forEach(rested::remove);
    highestArrivals.forEach((backlog, arrival) -> rested.merge(backlog, arrival, Math::max));
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
      dropped.forEach(batch::drop);
    }
    resolved.stream().filter(prepared::containsKey).forEach(batch::resolve);
    return batch;
  }

  /** The changes in sum. */
  WriteBatch toBatch() {
    WriteBatch batch = new WriteBatch();
    created.values().forEach(batch::create);
    removed.forEach(batch::remove);
    added.values().forEach(batch::add);
    deliveryCounts.forEach(batch::deliveryCount);
    deliveredMarks.forEach(batch::deliveredMark);
    prepared.values().forEach(batch::prepare);
    resolved.stream().filter(name -> !prepared.containsKey(name)).forEach(batch::resolve);
    if (created.isEmpty()) {
      dropped.forEach(batch::drop);
    }
    return batch;
  }
}
