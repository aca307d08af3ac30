// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.JournalPosition;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.RefusedBatchException;
import org.sluicemq.store.WriteBatch;

/**
 * What a group of batches changes in the end: a message added and removed within the group meets
 * its own removal here and never reaches a table. Checks each batch against the backlogs there are.
 *
 * <p>Filled by the writing thread, batch by batch in order, then read by it.
 */
final class GroupChanges {

  final NavigableMap<Long, MessageRow> added = new TreeMap<>();
  final SortedSet<Long> removed = new TreeSet<>();
  final NavigableMap<Long, Integer> deliveryCounts = new TreeMap<>();
  final Map<Integer, Long> deliveredMarks = new HashMap<>();
  final Map<Integer, BacklogRecord> created = new HashMap<>();
  final Set<Integer> dropped = new TreeSet<>();

  /** Numbers used anew whose old messages must be gone before. */
  final Set<Integer> reused = new TreeSet<>();

  final Map<String, BranchCodec.Row> prepared = new LinkedHashMap<>();
  final Set<String> resolved = new TreeSet<>();

  /** The last position noted, or null. */
  JournalPosition journalPosition;

  private final KnownBacklogs known;

  GroupChanges(KnownBacklogs known) {
    this.known = known;
  }

  /**
   * Adds the changes of a batch.
   *
   * @throws RefusedBatchException if it contradicts the store or the batches before; this object is
   *     of no use then
   */
  void absorb(EncodedBatch encoded) throws RefusedBatchException {
    WriteBatch batch = encoded.batch();
    for (BacklogRecord backlog : batch.createdBacklogs()) {
      create(backlog);
    }
    batch.removed().forEach(this::remove);
    for (MessageRow row : encoded.rows()) {
      add(row);
    }
    batch.deliveryCounts().forEach(this::count);
    deliveredMarks.putAll(batch.deliveredMarks());
    for (BranchCodec.Row row : encoded.branches()) {
      if (prepared.putIfAbsent(row.branch().identity(), row) != null) {
        throw refused("branch " + row.branch().identity() + " is prepared already");
      }
    }
    batch.resolvedBranches().forEach(this::resolve);
    batch.droppedBacklogs().forEach(this::drop);
    if (batch.journalPosition() != null) {
      journalPosition = batch.journalPosition();
    }
  }

  private void create(BacklogRecord backlog) throws RefusedBatchException {
    BacklogRecord sameNumber = live(backlog.id());
    if (backlog.equals(sameNumber)) {
      return;
    }
    BacklogRecord sameAddress = known.at(backlog.address());
    if (sameAddress != null && dropped.contains(sameAddress.id())) {
      sameAddress = null;
    }
    for (BacklogRecord other : created.values()) {
      sameAddress = other.address().equals(backlog.address()) ? other : sameAddress;
    }
    if (sameNumber != null || sameAddress != null) {
      throw refused(
          "backlog "
              + backlog
              + " clashes with "
              + (sameNumber != null ? sameNumber : sameAddress));
    }
    if (dropped.remove(backlog.id()) || known.isDropped(backlog.id())) {
      reused.add(backlog.id());
    }
    created.put(backlog.id(), backlog);
  }

  private BacklogRecord live(int id) {
    BacklogRecord backlog = created.get(id);
    return backlog != null || dropped.contains(id) ? backlog : known.get(id);
  }

  private void remove(long key) {
    deliveryCounts.remove(key);
    if (added.remove(key) == null) {
      removed.add(key);
    }
  }

  private void add(MessageRow row) throws RefusedBatchException {
    int backlog = MessageKey.backlog(row.key());
    if (live(backlog) == null) {
      throw refused("a message is added to backlog " + backlog + ", which does not exist");
    }
    if (added.putIfAbsent(row.key(), row) != null) {
      throw refused("the key " + row.key() + " of an added message is in use");
    }
  }

  private void count(long key, int count) {
    if (added.computeIfPresent(key, (k, row) -> row.withDeliveryCount(count)) == null) {
      deliveryCounts.put(key, count);
    }
  }

  private void resolve(String identity) {
    if (prepared.remove(identity) == null) {
      resolved.add(identity);
    }
  }

  private void drop(int backlog) {
    added.subMap(MessageKey.before(backlog), MessageKey.after(backlog)).clear();
    deliveryCounts.subMap(MessageKey.before(backlog), MessageKey.after(backlog)).clear();
    deliveredMarks.remove(backlog);
    created.remove(backlog);
    dropped.add(backlog);
  }

  /** Tells the known backlogs, once the changes are committed. */
  void committed() {
    dropped.forEach(known::dropped);
    reused.forEach(known::dropped);
    created.values().forEach(known::created);
  }

  private static RefusedBatchException refused(String why) {
    return new RefusedBatchException(
        "The store refuses the batch, nothing of it is applied: " + why);
  }
}
