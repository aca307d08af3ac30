// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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
  private boolean touchesTopics;

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
    for (int backlog : batch.droppedBacklogs()) {
      drop(backlog);
    }
    if (batch.journalPosition() != null) {
      journalPosition = batch.journalPosition();
    }
  }

  private void create(BacklogRecord backlog) throws RefusedBatchException {
    BacklogRecord sameNumber = live(backlog.id());
    if (backlog.equals(sameNumber)) {
      return;
    }
    BacklogRecord clash = sameNumber != null ? sameNumber : with(backlog.identity());
    if (clash != null) {
      throw refused("backlog " + backlog + " clashes with " + clash);
    }
    if (backlog.subscription() != null) {
      touchesTopics = true;
      if (!isLog(backlog.subscription().log())) {
        throw refused("backlog " + backlog + " subscribes to a log that does not exist");
      }
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

  private BacklogRecord with(BacklogRecord.Identity identity) {
    for (BacklogRecord other : created.values()) {
      if (other.identity().equals(identity)) {
        return other;
      }
    }
    BacklogRecord found = known.with(identity);
    return found == null || dropped.contains(found.id()) ? null : found;
  }

  private boolean isLog(int id) {
    BacklogRecord backlog = live(id);
    return backlog != null && backlog.isLog();
  }

  /** Whether {@link TopicWriter} decides what becomes of a key. */
  private boolean isOfTopic(long key) {
    BacklogRecord backlog = live(MessageKey.backlog(key));
    return backlog != null && (backlog.subscription() != null || backlog.isLog());
  }

  /** Whether a key belongs to the log of a topic. */
  boolean isOfLog(long key) {
    return isLog(MessageKey.backlog(key));
  }

  /** Whether something of a topic is created or published. */
  boolean touchesTopics() {
    return touchesTopics;
  }

  private void remove(long key) {
    if (isOfTopic(key)) {
      return;
    }
    deliveryCounts.remove(key);
    if (added.remove(key) == null) {
      removed.add(key);
    }
  }

  private void add(MessageRow row) throws RefusedBatchException {
    int backlog = MessageKey.backlog(row.key());
    BacklogRecord live = live(backlog);
    if (live == null || live.subscription() != null) {
      throw refused(
          "a message is added to backlog "
              + backlog
              + (live == null ? ", which does not exist" : ", which is a subscription"));
    }
    touchesTopics |= live.isLog();
    if (added.putIfAbsent(row.key(), row) != null) {
      throw refused("the key " + row.key() + " of an added message is in use");
    }
  }

  private void count(long key, int count) {
    if (isOfTopic(key)) {
      return;
    }
    if (added.computeIfPresent(key, (k, row) -> row.withDeliveryCount(count)) == null) {
      deliveryCounts.put(key, count);
    }
  }

  private void resolve(String identity) {
    if (prepared.remove(identity) == null) {
      resolved.add(identity);
    }
  }

  private void drop(int backlog) throws RefusedBatchException {
    if (isLog(backlog)) {
      refuseIfUsed(backlog);
    }
    added.subMap(MessageKey.before(backlog), MessageKey.after(backlog)).clear();
    deliveryCounts.subMap(MessageKey.before(backlog), MessageKey.after(backlog)).clear();
    deliveredMarks.remove(backlog);
    created.remove(backlog);
    dropped.add(backlog);
  }

  private void refuseIfUsed(int log) throws RefusedBatchException {
    List<BacklogRecord> all = new ArrayList<>(created.values());
    known.all().stream().filter(b -> !dropped.contains(b.id())).forEach(all::add);
    for (BacklogRecord backlog : all) {
      if (backlog.subscription() != null && backlog.subscription().log() == log) {
        throw refused("the log " + log + " is dropped before its " + backlog);
      }
    }
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
