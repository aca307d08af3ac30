// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.sluicemq.message.Address;

/**
 * A store that keeps everything on the heap, for as long as the instance lives: the contract of
 * {@link MessageStore} without a disk. A write is complete when it returns; "durable" means nothing
 * more than that here.
 *
 * <p>Safe for any thread. All state is guarded by one lock; listeners are told on a thread of the
 * store, in order.
 */
public final class MemoryMessageStore implements RestingStore {

  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<Long, StoredMessage> messages = new TreeMap<>();
  private final Map<Integer, BacklogRecord> backlogs = new TreeMap<>();
  private final Map<Integer, Long> deliveredMarks = new HashMap<>();
  private final Map<String, BranchRecord> branches = new LinkedHashMap<>();
  private final ExecutorService listeners;
  private JournalPosition journalPosition;
  private boolean closed;

  /**
   * Makes an empty store.
   *
   * @param name names the store in errors and its thread
   */
  public MemoryMessageStore(String name) {
    this.name = name;
    this.listeners =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "sluice-memory-store-" + name);
              thread.setDaemon(true);
              // A thread must not keep the class loader of the application that happened to start
              // it.
              thread.setContextClassLoader(MemoryMessageStore.class.getClassLoader());
              return thread;
            });
  }

  @Override
  public StoreState recover() throws StoreException {
    lock.lock();
    try {
      requireOpen();
      requireNoJournal();
      List<StoreState.Backlog> found = new ArrayList<>();
      backlogs.values().forEach(backlog -> found.add(figures(backlog)));
      return new StoreState(List.copyOf(found), List.copyOf(branches.values()));
    } finally {
      lock.unlock();
    }
  }

  private void requireNoJournal() throws StoreException {
    if (journalPosition != null && !journalPosition.complete()) {
      throw new StoreException(
          "The store in memory '"
              + name
              + "' cannot be used alone: the journal in front of it holds more");
    }
  }

  @Override
  public Optional<JournalPosition> journalPosition() throws StoreException {
    lock.lock();
    try {
      requireOpen();
      return Optional.ofNullable(journalPosition);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<BacklogRecord> backlogs() throws StoreException {
    lock.lock();
    try {
      requireOpen();
      return List.copyOf(backlogs.values());
    } finally {
      lock.unlock();
    }
  }

  private StoreState.Backlog figures(BacklogRecord backlog) {
    long mark = deliveredMarks.getOrDefault(backlog.id(), 0L);
    long count = 0;
    long highest = mark;
    for (StoredMessage message : range(backlog.id()).values()) {
      count++;
      highest = Math.max(highest, MessageKey.arrival(message.key()));
    }
    return new StoreState.Backlog(backlog, count, highest, mark);
  }

  private Map<Long, StoredMessage> range(int backlog) {
    return messages.subMap(MessageKey.before(backlog), MessageKey.after(backlog));
  }

  @Override
  public void write(WriteBatch batch) throws StoreException {
    lock.lock();
    try {
      requireOpen();
      refuseContradiction(batch);
      apply(batch);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void writeLater(WriteBatch batch, WriteListener listener) {
    lock.lock();
    try {
      if (closed) {
        listener.written(closedFailure());
        return;
      }
      StoreException failure = null;
      try {
        write(batch);
      } catch (StoreException e) {
        failure = e;
      }
      StoreException outcome = failure;
      listeners.execute(() -> listener.written(outcome));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<StoredMessage> read(long afterKey, long upToKey, int maxMessages, long maxBytes)
      throws StoreException {
    List<StoredMessage> page = new ArrayList<>();
    lock.lock();
    try {
      requireOpen();
      if (afterKey >= upToKey) {
        return page;
      }
      long bytes = 0;
      for (StoredMessage message : messages.subMap(afterKey, false, upToKey, true).values()) {
        if (page.size() >= maxMessages || (bytes >= maxBytes && !page.isEmpty())) {
          break;
        }
        page.add(message);
        bytes += message.envelope().size();
      }
    } finally {
      lock.unlock();
    }
    return page;
  }

  @Override
  public void flush() throws StoreException {
    CompletableFuture<Void> told;
    lock.lock();
    try {
      requireOpen();
      told = CompletableFuture.runAsync(() -> {}, listeners);
    } finally {
      lock.unlock();
    }
    // Without the lock, which a listener may need; an interrupt does not end a join.
    told.join();
  }

  @Override
  public synchronized void close() throws StoreException {
    boolean first;
    lock.lock();
    try {
      first = !closed;
    } finally {
      lock.unlock();
    }
    if (first) {
      flush();
      end();
    }
  }

  private void end() {
    lock.lock();
    try {
      closed = true;
      listeners.shutdown();
    } finally {
      lock.unlock();
    }
  }

  private void refuseContradiction(WriteBatch batch) throws RefusedBatchException {
    for (BacklogRecord created : batch.createdBacklogs()) {
      refuseClash(created);
    }
    for (StoredMessage added : batch.added()) {
      int backlog = MessageKey.backlog(added.key());
      if (!backlogs.containsKey(backlog)
          && batch.createdBacklogs().stream().noneMatch(created -> created.id() == backlog)) {
        throw refused("a message is added to backlog " + backlog + ", which does not exist");
      }
      if (messages.containsKey(added.key()) && !batch.removed().contains(added.key())) {
        throw refused("the key " + added.key() + " of an added message is in use");
      }
    }
    if (batch.added().stream().map(StoredMessage::key).distinct().count() < batch.added().size()) {
      throw refused("two of its added messages have the same key");
    }
    for (BranchRecord branch : batch.preparedBranches()) {
      if (branches.containsKey(branch.identity())) {
        throw refused("branch " + branch.identity() + " is prepared already");
      }
    }
  }

  private void refuseClash(BacklogRecord created) throws RefusedBatchException {
    Address address = created.address();
    for (BacklogRecord present : backlogs.values()) {
      boolean sameId = present.id() == created.id();
      if (!present.equals(created) && (sameId || present.address().equals(address))) {
        throw refused("backlog " + created + " clashes with " + present);
      }
    }
  }

  private void apply(WriteBatch batch) {
    batch.createdBacklogs().forEach(created -> backlogs.put(created.id(), created));
    batch.removed().forEach(messages::remove);
    batch.added().forEach(added -> messages.put(added.key(), added));
    batch
        .deliveryCounts()
        .forEach(
            (key, count) ->
                messages.computeIfPresent(
                    key, (k, old) -> new StoredMessage(k, old.envelope(), count)));
    batch.deliveredMarks().forEach(this::mark);
    batch.preparedBranches().forEach(branch -> branches.put(branch.identity(), branch));
    batch.resolvedBranches().forEach(branches::remove);
    batch.droppedBacklogs().forEach(this::drop);
    if (batch.journalPosition() != null) {
      journalPosition = batch.journalPosition();
    }
  }

  private void mark(int backlog, long arrival) {
    if (backlogs.containsKey(backlog)) {
      deliveredMarks.put(backlog, arrival);
    }
  }

  private void drop(int backlog) {
    backlogs.remove(backlog);
    deliveredMarks.remove(backlog);
    range(backlog).clear();
  }

  private void requireOpen() throws StoreException {
    if (closed) {
      throw closedFailure();
    }
  }

  private StoreException closedFailure() {
    return new StoreException("The store in memory '" + name + "' is closed: open a new one");
  }

  private RefusedBatchException refused(String why) {
    return new RefusedBatchException(
        "The store in memory '" + name + "' refuses the batch, nothing of it is applied: " + why);
  }
}
