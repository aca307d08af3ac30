// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes that become durable together or not at all: one unit of work on its way into the store.
 *
 * <p>Filled by one thread and then handed to {@link MessageStore#write} or {@link
 * MessageStore#writeLater}; from then on nobody may change it. Within a batch the order is:
 * backlogs are created, messages removed, messages added, counts and marks set, branches written
 * and resolved, backlogs dropped. Batches take effect in the order in which they were handed over.
 */
public final class WriteBatch {

  private final List<StoredMessage> added = new ArrayList<>(1);
  private final List<Long> removed = new ArrayList<>(1);
  private Map<Long, Integer> deliveryCounts = Map.of();
  private Map<Integer, Long> deliveredMarks = Map.of();
  private List<BacklogRecord> createdBacklogs = List.of();
  private List<Integer> droppedBacklogs = List.of();
  private List<BranchRecord> preparedBranches = List.of();
  private List<String> resolvedBranches = List.of();
  private List<StoredMessage> overflow = List.of();
  private JournalPosition journalPosition;

  /** Makes an empty batch. */
  public WriteBatch() {}

  /**
   * Adds a message; its key must be new.
   *
   * <p>A message added to the log of a topic waits for every subscription that is there, began
   * before it ({@link SubscriptionRecord#start}) and does not settle it in this batch; when there
   * is none, it is not stored. An arrival number of a log is given out once while the store is
   * open. To a subscription nothing can be added.
   *
   * @param message the message and its place
   * @return this
   */
  public WriteBatch add(StoredMessage message) {
    added.add(message);
    return this;
  }

  /**
   * Adds a message that need not survive a stop and for which memory has no room. A store passes it
   * over; who has a second store for such messages puts it there before this batch is written.
   *
   * @param message the message and its place
   * @return this
   */
  public WriteBatch addOverflow(StoredMessage message) {
    overflow = writable(overflow);
    overflow.add(message);
    return this;
  }

  /**
   * Removes a message; a key that is not there is passed over, so that recovery can repeat a batch.
   *
   * <p>The key of a subscription settles the message for it alone; the store removes the message
   * from the log together with the settlement after which nobody wants it. The key of a log settles
   * the message for all its subscriptions.
   *
   * @param key the message's key
   * @return this
   */
  public WriteBatch remove(long key) {
    removed.add(key);
    return this;
  }

  /**
   * Sets how often a message has been delivered; a key that is not there is passed over.
   *
   * @param key the message's key
   * @param count the number of deliveries
   * @return this
   */
  public WriteBatch deliveryCount(long key, int count) {
    deliveryCounts = writable(deliveryCounts);
    deliveryCounts.put(key, count);
    return this;
  }

  /**
   * Notes that messages of a backlog up to an arrival number may have been delivered. After a crash
   * these are handed out as redelivered, the others as new.
   *
   * @param backlog the backlog's number
   * @param arrival the highest arrival number that may have been delivered; 0 when none
   * @return this
   */
  public WriteBatch deliveredMark(int backlog, long arrival) {
    deliveredMarks = writable(deliveredMarks);
    deliveredMarks.put(backlog, arrival);
    return this;
  }

  /**
   * Creates a backlog.
   *
   * @param backlog its number and identity, neither in use; the log of a subscription must be there
   * @return this
   */
  public WriteBatch create(BacklogRecord backlog) {
    createdBacklogs = writable(createdBacklogs);
    createdBacklogs.add(backlog);
    return this;
  }

  /**
   * Drops a backlog with all its messages; a subscription with those that nobody else wants. A log
   * that has subscriptions is not dropped.
   *
   * @param backlog the backlog's number
   * @return this
   */
  public WriteBatch drop(int backlog) {
    droppedBacklogs = writable(droppedBacklogs);
    droppedBacklogs.add(backlog);
    return this;
  }

  /**
   * Keeps a prepared branch.
   *
   * @param branch the branch and its work
   * @return this
   */
  public WriteBatch prepare(BranchRecord branch) {
    preparedBranches = writable(preparedBranches);
    preparedBranches.add(branch);
    return this;
  }

  /**
   * Forgets a prepared branch, committed or rolled back by the rest of this batch.
   *
   * @param identity see {@link BranchRecord#identity()}
   * @return this
   */
  public WriteBatch resolve(String identity) {
    resolvedBranches = writable(resolvedBranches);
    resolvedBranches.add(identity);
    return this;
  }

  /**
   * Notes how far the journal in front of a {@link RestingStore} is merged once this batch is
   * durable. Taken by such a store only.
   *
   * @param position the position
   * @return this
   */
  public WriteBatch journalPosition(JournalPosition position) {
    journalPosition = position;
    return this;
  }

  /**
   * Whether there is nothing to write.
   *
   * @return true if no change was added
   */
  public boolean isEmpty() {
    return overflow.isEmpty() && isOverflowOnly();
  }

  /**
   * Whether there is nothing for a store to write but what need not survive.
   *
   * @return true if no change was added but by {@link #addOverflow}
   */
  public boolean isOverflowOnly() {
    return removed.isEmpty() && addsAndNotesNothing();
  }

  /**
   * Whether this removes messages and does nothing else.
   *
   * @return true if there are only removed keys
   */
  public boolean isRemovalOnly() {
    return !removed.isEmpty() && overflow.isEmpty() && addsAndNotesNothing();
  }

  private boolean addsAndNotesNothing() {
    return added.isEmpty()
        && deliveryCounts.isEmpty()
        && deliveredMarks.isEmpty()
        && createdBacklogs.isEmpty()
        && droppedBacklogs.isEmpty()
        && preparedBranches.isEmpty()
        && resolvedBranches.isEmpty()
        && journalPosition == null;
  }

  /**
   * The messages to add.
   *
   * @return a read-only view
   */
  public List<StoredMessage> added() {
    return view(added);
  }

  /**
   * The messages that need not survive.
   *
   * @return a read-only view
   */
  public List<StoredMessage> overflow() {
    return Collections.unmodifiableList(overflow);
  }

  /**
   * The keys to remove.
   *
   * @return a read-only view
   */
  public List<Long> removed() {
    return view(removed);
  }

  /**
   * Delivery counts by key.
   *
   * @return a read-only view
   */
  public Map<Long, Integer> deliveryCounts() {
    return Collections.unmodifiableMap(deliveryCounts);
  }

  /**
   * Delivered marks by backlog.
   *
   * @return a read-only view
   */
  public Map<Integer, Long> deliveredMarks() {
    return Collections.unmodifiableMap(deliveredMarks);
  }

  /**
   * The backlogs to create.
   *
   * @return a read-only view
   */
  public List<BacklogRecord> createdBacklogs() {
    return view(createdBacklogs);
  }

  /**
   * The backlogs to drop.
   *
   * @return a read-only view
   */
  public List<Integer> droppedBacklogs() {
    return view(droppedBacklogs);
  }

  /**
   * The branches to keep.
   *
   * @return a read-only view
   */
  public List<BranchRecord> preparedBranches() {
    return view(preparedBranches);
  }

  /**
   * The identities of the branches to forget.
   *
   * @return a read-only view
   */
  public List<String> resolvedBranches() {
    return view(resolvedBranches);
  }

  /**
   * The position to note.
   *
   * @return the position, or null when the batch has none
   */
  public JournalPosition journalPosition() {
    return journalPosition;
  }

  /** Most lists of most batches are empty, and are asked for several times on the way. */
  private static <T> List<T> view(List<T> list) {
    return list.isEmpty() ? List.of() : Collections.unmodifiableList(list);
  }

  private static <T> List<T> writable(List<T> list) {
    return list.isEmpty() ? new ArrayList<>(1) : list;
  }

  private static <K, V> Map<K, V> writable(Map<K, V> map) {
    return map.isEmpty() ? new LinkedHashMap<>(4) : map;
  }
}
