// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;

/**
 * What a store must hold, as plain values that can be compared: computed from batches, or read from
 * a store. The messages of topics are those that subscriptions see, under their keys; the log may
 * hold nothing else, but for what only a dropped subscription wanted, which goes soon.
 */
record StoreModel(
    TreeMap<Long, StoredMessage> messages,
    TreeMap<Integer, BacklogRecord> backlogs,
    TreeMap<Integer, Long> marks,
    Set<String> branches) {

  static StoreModel empty() {
    return new StoreModel(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeSet<>());
  }

  /** What the store holds after a batch. */
  StoreModel after(WriteBatch batch) {
    StoreModel next =
        new StoreModel(
            new TreeMap<>(messages),
            new TreeMap<>(backlogs),
            new TreeMap<>(marks),
            new TreeSet<>(branches));
    for (BacklogRecord created : batch.createdBacklogs()) {
      next.backlogs.put(created.id(), created);
      next.marks.put(created.id(), 0L);
    }
    batch.removed().forEach(next.messages::remove);
    batch.added().forEach(added -> next.add(added, batch.removed()));
    batch
        .deliveryCounts()
        .forEach(
            (key, count) ->
                next.messages.computeIfPresent(
                    key, (k, old) -> new StoredMessage(k, old.envelope(), count)));
    next.marks.putAll(batch.deliveredMarks());
    batch.preparedBranches().forEach(branch -> next.branches.add(describe(branch)));
    for (String identity : batch.resolvedBranches()) {
      next.branches.removeIf(branch -> branch.startsWith(identity + " "));
    }
    for (int dropped : batch.droppedBacklogs()) {
      next.backlogs.remove(dropped);
      next.marks.remove(dropped);
      next.messages.subMap(MessageKey.before(dropped), MessageKey.after(dropped)).clear();
    }
    return next;
  }

  private void add(StoredMessage added, List<Long> settled) {
    int backlog = MessageKey.backlog(added.key());
    BacklogRecord record = backlogs.get(backlog);
    if (record == null || !record.isLog()) {
      messages.put(added.key(), added);
      return;
    }
    for (BacklogRecord other : backlogs.values()) {
      long view = MessageKey.in(other.id(), added.key());
      if (other.subscription() != null
          && other.subscription().log() == backlog
          && other.subscription().start() < MessageKey.arrival(view)
          && !settled.contains(view)) {
        messages.put(view, new StoredMessage(view, added.envelope(), 0));
      }
    }
  }

  private static String describe(BranchRecord branch) {
    return branch.identity()
        + " "
        + branch.preparedAt()
        + branch.acknowledged()
        + branch.sends().stream().mapToInt(send -> send.body().hashCode()).sum();
  }

  /** What a store that was just opened holds; checks its figures against its messages. */
  static StoreModel of(MessageStore store) throws StoreException {
    StoreState state = store.recover();
    StoreModel found = empty();
    for (StoreState.Backlog backlog : state.backlogs()) {
      int id = backlog.record().id();
      found.backlogs.put(id, backlog.record());
      found.marks.put(id, backlog.deliveredMark());
      List<StoredMessage> messages = all(store, id);
      if (backlog.record().isLog()
          ? messages.size() > backlog.messages()
          : messages.size() != backlog.messages()) {
        throw new AssertionError(backlog + " has in fact " + messages.size() + " messages");
      }
      if (!backlog.record().isLog()) {
        messages.forEach(message -> found.messages.put(message.key(), message));
      }
    }
    for (BacklogRecord backlog : found.backlogs.values()) {
      if (backlog.isLog()) {
        found.awaitSwept(store, backlog);
      }
    }
    state.branches().forEach(branch -> found.branches.add(describe(branch)));
    return found;
  }

  private static List<StoredMessage> all(MessageStore store, int id) throws StoreException {
    return store.read(MessageKey.before(id), MessageKey.after(id), 100_000, Long.MAX_VALUE);
  }

  /** Returns once a log holds what its subscriptions see and nothing else. */
  private void awaitSwept(MessageStore store, BacklogRecord log) throws StoreException {
    Set<Long> wanted = new TreeSet<>();
    for (BacklogRecord other : backlogs.values()) {
      if (other.subscription() != null && other.subscription().log() == log.id()) {
        messages
            .subMap(MessageKey.before(other.id()), MessageKey.after(other.id()))
            .keySet()
            .forEach(view -> wanted.add(MessageKey.in(log.id(), view)));
      }
    }
    Set<Long> rested;
    int tries = 0;
    do {
      rested = new TreeSet<>();
      for (StoredMessage message : all(store, log.id())) {
        rested.add(message.key());
      }
      if (++tries > 10_000) {
        throw new AssertionError(log + " keeps " + rested + " where wanted is " + wanted);
      }
    } while (!rested.equals(wanted));
  }

  @Override
  public String toString() {
    return backlogs.keySet() + " marks " + marks + " branches " + branches + messages.keySet();
  }
}
