// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.RefusedBatchException;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;

/**
 * Checks the batches of one group, in their order, against what the store holds and against those
 * before them: a batch in the journal must never be refused by the store behind. Used by the
 * group's leader and thrown away.
 */
final class GroupCheck {

  private static final int LONGEST_BRANCH_PART = 64;

  /** Tells whether a message is there. */
  @FunctionalInterface
  interface Held {
    boolean holds(long key) throws StoreException;
  }

  private final String store;
  private final Catalogue catalogue;
  private final Held held;
  private final Map<Long, Boolean> messages = new HashMap<>();
  private final Map<Integer, BacklogRecord> created = new HashMap<>();
  private final Set<Integer> dropped = new HashSet<>();
  private final Map<String, Boolean> branches = new HashMap<>();

  GroupCheck(String store, Catalogue catalogue, Held held) {
    this.store = store;
    this.catalogue = catalogue;
    this.held = held;
  }

  /**
   * Checks the next batch.
   *
   * @throws RefusedBatchException if it contradicts the store or the batches before; this object is
   *     of no use then
   */
  void check(WriteBatch batch) throws StoreException {
    if (batch.journalPosition() != null) {
      throw refused("it notes the position of a journal, which is this store's own business");
    }
    for (BacklogRecord backlog : batch.createdBacklogs()) {
      create(backlog);
    }
    batch.removed().forEach(key -> messages.put(key, false));
    for (StoredMessage message : batch.added()) {
      add(message.key());
    }
    for (BranchRecord branch : batch.preparedBranches()) {
      prepare(branch);
    }
    batch.resolvedBranches().forEach(name -> branches.put(name, false));
    for (int backlog : batch.droppedBacklogs()) {
      drop(backlog);
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
      BacklogRecord log = live(backlog.subscription().log());
      if (log == null || !log.isLog()) {
        throw refused("backlog " + backlog + " subscribes to a log that does not exist");
      }
    }
    created.put(backlog.id(), backlog);
  }

  private BacklogRecord live(int id) {
    BacklogRecord backlog = created.get(id);
    return backlog != null || dropped.contains(id) ? backlog : catalogue.backlog(id);
  }

  private BacklogRecord with(BacklogRecord.Identity identity) {
    for (BacklogRecord backlog : created.values()) {
      if (backlog.identity().equals(identity)) {
        return backlog;
      }
    }
    BacklogRecord known = catalogue.with(identity);
    return known == null || dropped.contains(known.id()) ? null : known;
  }

  private void add(long key) throws StoreException {
    int backlog = MessageKey.backlog(key);
    BacklogRecord live = live(backlog);
    if (live == null || live.subscription() != null) {
      throw refused(
          "a message is added to backlog "
              + backlog
              + (live == null ? ", which does not exist" : ", which is a subscription"));
    }
    Boolean decided = messages.put(key, true);
    if (decided != null ? decided : !dropped.contains(backlog) && held.holds(key)) {
      throw refused("the key " + key + " of an added message is in use");
    }
  }

  private void prepare(BranchRecord branch) throws RefusedBatchException {
    String name = branch.identity();
    if (branch.globalTransactionId().length > LONGEST_BRANCH_PART
        || branch.branchQualifier().length > LONGEST_BRANCH_PART) {
      throw refused("a part of branch " + name + " is longer than 64 bytes");
    }
    Boolean decided = branches.put(name, true);
    if (decided != null ? decided : catalogue.isPrepared(name)) {
      throw refused("branch " + name + " is prepared already");
    }
  }

  private void drop(int backlog) throws RefusedBatchException {
    BacklogRecord live = live(backlog);
    if (live != null && live.isLog()) {
      refuseIfUsed(live);
    }
    created.remove(backlog);
    dropped.add(backlog);
    messages.keySet().removeIf(key -> MessageKey.backlog(key) == backlog);
  }

  private void refuseIfUsed(BacklogRecord log) throws RefusedBatchException {
    List<BacklogRecord> all = new ArrayList<>(created.values());
    catalogue.backlogs().stream().filter(b -> !dropped.contains(b.id())).forEach(all::add);
    for (BacklogRecord backlog : all) {
      if (backlog.subscription() != null && backlog.subscription().log() == log.id()) {
        throw refused("the log " + log + " is dropped before its " + backlog);
      }
    }
  }

  private RefusedBatchException refused(String why) {
    return new RefusedBatchException(
        "The store " + store + " refuses the batch, nothing of it is applied: " + why);
  }
}
