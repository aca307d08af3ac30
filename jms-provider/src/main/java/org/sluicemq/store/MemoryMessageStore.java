// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

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
  private final Subscriptions subscriptions = new Subscriptions();

  /** Of messages as a subscription sees them. */
  private final Map<Long, Integer> viewCounts = new HashMap<>();

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
      return merged();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public StoreState merged() throws StoreException {
    lock.lock();
    try {
      requireOpen();
      List<StoreState.Backlog> found = new ArrayList<>();
      backlogs.values().forEach(backlog -> found.add(figures(backlog)));
      return new StoreState(List.copyOf(found), List.copyOf(branches.values()));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Set<Long> held(Collection<Long> keys) throws StoreException {
    lock.lock();
    try {
      requireOpen();
      Set<Long> held = new HashSet<>(keys);
      held.retainAll(messages.keySet());
      return held;
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
    if (backlog.subscription() != null) {
      ArrivalRanges waiting = subscriptions.waiting(backlog.id());
      return new StoreState.Backlog(
          backlog, waiting.count(), Math.max(mark, waiting.highest()), mark);
    }
    highest = Math.max(highest, subscriptions.highestArrival(backlog.id(), deliveredMarks));
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

  /** The listener is told by the calling thread: later writes cannot overtake it. */
  @Override
  public void writeSoon(WriteBatch batch, WriteListener listener) {
    StoreException failure = null;
    try {
      write(batch);
    } catch (StoreException e) {
      failure = e;
    }
    listener.written(failure);
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
      Iterator<StoredMessage> found = range(afterKey, upToKey).iterator();
      while (found.hasNext() && page.size() < maxMessages && (bytes < maxBytes || page.isEmpty())) {
        StoredMessage message = found.next();
        page.add(message);
        bytes += message.envelope().size();
      }
    } finally {
      lock.unlock();
    }
    return page;
  }

  private Stream<StoredMessage> range(long afterKey, long upToKey) {
    int backlog = MessageKey.backlog(upToKey);
    BacklogRecord view = subscriptions.logs().subscription(backlog);
    if (view == null) {
      return messages.subMap(afterKey, false, upToKey, true).values().stream();
    }
    int log = view.subscription().log();
    long after = MessageKey.in(log, Math.max(afterKey, MessageKey.before(backlog)));
    return messages.subMap(after, false, MessageKey.in(log, upToKey), true).values().stream()
        .map(message -> seen(message, MessageKey.in(backlog, message.key())))
        .filter(message -> subscriptions.waits(message.key()));
  }

  private StoredMessage seen(StoredMessage message, long viewKey) {
    return new StoredMessage(viewKey, message.envelope(), viewCounts.getOrDefault(viewKey, 0));
  }

  @Override
  public void flushLater() throws StoreException {
    flush();
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
    Map<Integer, BacklogRecord> live = new HashMap<>(backlogs);
    for (BacklogRecord created : batch.createdBacklogs()) {
      refuseClash(created, live);
      live.put(created.id(), created);
    }
    for (StoredMessage added : batch.added()) {
      BacklogRecord backlog = live.get(MessageKey.backlog(added.key()));
      if (backlog == null || backlog.subscription() != null) {
        throw refused(
            "a message is added to backlog "
                + MessageKey.backlog(added.key())
                + (backlog == null ? ", which does not exist" : ", which is a subscription"));
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
    refuseDropOfUsedLog(batch, live);
  }

  private void refuseClash(BacklogRecord created, Map<Integer, BacklogRecord> live)
      throws RefusedBatchException {
    for (BacklogRecord present : live.values()) {
      boolean sameId = present.id() == created.id();
      if (!present.equals(created) && (sameId || present.identity().equals(created.identity()))) {
        throw refused("backlog " + created + " clashes with " + present);
      }
    }
    SubscriptionRecord subscription = created.subscription();
    if (subscription != null
        && (live.get(subscription.log()) == null || !live.get(subscription.log()).isLog())) {
      throw refused("backlog " + created + " subscribes to a log that does not exist");
    }
  }

  private void refuseDropOfUsedLog(WriteBatch batch, Map<Integer, BacklogRecord> live)
      throws RefusedBatchException {
    for (int dropped : batch.droppedBacklogs()) {
      live.remove(dropped);
      for (BacklogRecord backlog : live.values()) {
        if (backlog.subscription() != null && backlog.subscription().log() == dropped) {
          throw refused("the log " + dropped + " is dropped before its " + backlog);
        }
      }
    }
  }

  private void apply(WriteBatch batch) {
    subscriptions.beginBatch();
    for (BacklogRecord created : batch.createdBacklogs()) {
      backlogs.put(created.id(), created);
      subscriptions.created(created);
    }
    batch.removed().forEach(this::remove);
    batch.added().forEach(this::add);
    batch.deliveryCounts().forEach(this::count);
    batch.deliveredMarks().forEach(this::mark);
    batch.preparedBranches().forEach(branch -> branches.put(branch.identity(), branch));
    batch.resolvedBranches().forEach(branches::remove);
    batch.droppedBacklogs().forEach(this::drop);
    if (batch.journalPosition() != null) {
      journalPosition = batch.journalPosition();
    }
  }

  private void remove(long key) {
    messages.remove(key);
    viewCounts.remove(key);
    for (BacklogRecord subscription : subscriptions.logs().of(MessageKey.backlog(key))) {
      remove(MessageKey.in(subscription.id(), key));
    }
    if (subscriptions.settled(key)) {
      messages.remove(subscriptions.logs().logKey(key));
    }
  }

  private void add(StoredMessage message) {
    boolean isOfLog = backlogs.get(MessageKey.backlog(message.key())).isLog();
    if (!isOfLog || subscriptions.added(message.key())) {
      messages.put(message.key(), message);
    }
  }

  private void count(long key, int count) {
    if (subscriptions.waits(key)) {
      viewCounts.put(key, count);
    }
    messages.computeIfPresent(key, (k, old) -> new StoredMessage(k, old.envelope(), count));
  }

  private void mark(int backlog, long arrival) {
    if (backlogs.containsKey(backlog)) {
      deliveredMarks.put(backlog, arrival);
    }
  }

  private void drop(int backlog) {
    BacklogRecord gone = backlogs.remove(backlog);
    deliveredMarks.remove(backlog);
    range(backlog).clear();
    if (subscriptions.dropped(backlog) != null) {
      viewCounts.keySet().removeIf(key -> MessageKey.backlog(key) == backlog);
      int log = gone.subscription().log();
      range(log).keySet().removeIf(key -> !subscriptions.isWanted(log, MessageKey.arrival(key)));
    }
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
