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
 * a store.
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
    batch.added().forEach(added -> next.messages.put(added.key(), added));
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
      List<StoredMessage> messages =
          store.read(MessageKey.before(id), MessageKey.after(id), 100_000, Long.MAX_VALUE);
      if (messages.size() != backlog.messages()) {
        throw new AssertionError(backlog + " has in fact " + messages.size() + " messages");
      }
      messages.forEach(message -> found.messages.put(message.key(), message));
    }
    state.branches().forEach(branch -> found.branches.add(describe(branch)));
    return found;
  }

  @Override
  public String toString() {
    return backlogs.keySet() + " marks " + marks + " branches " + branches + messages.keySet();
  }
}
