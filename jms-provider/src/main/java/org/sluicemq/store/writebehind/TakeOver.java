// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.RestingStore;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;

/**
 * What a store holds that was opened with a journal in front of it not yet merged: the figures of
 * the resting store, with the changes of the journal. So starting need not wait for a merge. What
 * becomes of a topic's log, or of a backlog that is dropped, only the resting store can tell: with
 * such changes the journal is merged first. Used by one thread, before the first write.
 */
final class TakeOver {

  private final WriteBatch changes;
  private final Map<Integer, Long> highest;
  private final Catalogue catalogue;

  /**
   * A take-over.
   *
   * @param changes what the journal changes in the end
   * @param highest the highest arrival that it has added, by backlog, be it there or gone
   * @param catalogue the backlogs that there are, with those that the journal creates
   */
  TakeOver(WriteBatch changes, Map<Integer, Long> highest, Catalogue catalogue) {
    this.changes = changes;
    this.highest = highest;
    this.catalogue = catalogue;
  }

  /** Whether the figures follow from the changes without a merge. */
  boolean isOfQueuesOnly() {
    Set<Integer> touched = new HashSet<>(changes.deliveredMarks().keySet());
    changes.createdBacklogs().forEach(created -> touched.add(created.id()));
    changes.added().forEach(message -> touched.add(MessageKey.backlog(message.key())));
    changes.removed().forEach(key -> touched.add(MessageKey.backlog(key)));
    changes.deliveryCounts().keySet().forEach(key -> touched.add(MessageKey.backlog(key)));
    return changes.droppedBacklogs().isEmpty() && touched.stream().allMatch(this::isQueue);
  }

  private boolean isQueue(int id) {
    BacklogRecord backlog = catalogue.backlog(id);
    return backlog != null && !backlog.isLog() && backlog.subscription() == null;
  }

  /**
   * The whole store.
   *
   * @param merged what the resting store holds
   * @param resting the resting store
   */
  StoreState over(StoreState merged, RestingStore resting) throws StoreException {
    Map<Integer, StoreState.Backlog> found = new HashMap<>();
    merged.backlogs().forEach(backlog -> found.put(backlog.record().id(), backlog));
    Map<Integer, Long> more = more(resting);
    List<StoreState.Backlog> backlogs = new ArrayList<>();
    for (BacklogRecord record : catalogue.backlogs()) {
      StoreState.Backlog none = new StoreState.Backlog(record, 0, 0, 0);
      StoreState.Backlog below = found.getOrDefault(record.id(), none);
      backlogs.add(over(below, more.getOrDefault(record.id(), 0L)));
    }
    backlogs.sort(Comparator.comparing(backlog -> backlog.record().id()));
    return new StoreState(List.copyOf(backlogs), branches(merged), merged.dropped());
  }

  private StoreState.Backlog over(StoreState.Backlog below, long more) {
    int id = below.record().id();
    long mark = changes.deliveredMarks().getOrDefault(id, below.deliveredMark());
    long arrival = Math.max(highest.getOrDefault(id, 0L), Math.max(below.highestArrival(), mark));
    return new StoreState.Backlog(below.record(), below.messages() + more, arrival, mark);
  }

  /** How many messages each backlog has more than in the resting store, or fewer. */
  private Map<Integer, Long> more(RestingStore resting) throws StoreException {
    Map<Integer, Long> more = new HashMap<>();
    for (StoredMessage message : changes.added()) {
      more.merge(MessageKey.backlog(message.key()), 1L, Long::sum);
    }
    // A message that met its removal in the buffer of the process before may never have come there.
    for (long key : resting.held(changes.removed())) {
      more.merge(MessageKey.backlog(key), -1L, Long::sum);
    }
    return more;
  }

  private List<BranchRecord> branches(StoreState merged) {
    Set<String> gone = new HashSet<>(changes.resolvedBranches());
    // An identity can have been resolved and prepared again.
    changes.preparedBranches().forEach(branch -> gone.add(branch.identity()));
    List<BranchRecord> branches = new ArrayList<>();
    merged.branches().stream()
        .filter(branch -> !gone.contains(branch.identity()))
        .forEach(branches::add);
    branches.addAll(changes.preparedBranches());
    branches.sort(
        Comparator.comparingLong(BranchRecord::preparedAt).thenComparing(BranchRecord::identity));
    return List.copyOf(branches);
  }
}
