// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;

/**
 * A queue, or the messages that wait for one subscription: in the order of their keys, the head in
 * memory and the rest in the store, handed out to consumers with credit in turn.
 *
 * <p>One lock of its own guards everything in it; it is never held while waiting for the store, and
 * never together with another backlog's.
 */
final class Backlog {

  private final ReentrantLock lock = new ReentrantLock();
  private final Engine engine;
  private final int id;
  private final Address address;
  private final boolean stores;
  private final Waiting waiting;
  private final Map<Long, Entry> outstanding = new HashMap<>();
  private final Readers readers = new Readers();
  private final PageWindow window = new PageWindow();
  private final StoreWork storeWork;
  private final DeliveredMark mark;
  private final MarkedDelivery marked;
  private final ReadAhead readAhead;
  private final Tally tally = new Tally();
  private long arrivals;
  private boolean closed;

  /** A backlog that lives in memory alone: a subscription, a temporary queue. */
  static Backlog inMemory(Engine engine, Address address) {
    return new Backlog(engine, 1, address, false, 0, 0);
  }

  /** A backlog with rows in the store, as it was found there or new. */
  static Backlog stored(Engine engine, StoreState.Backlog found) {
    Backlog backlog =
        new Backlog(
            engine,
            found.record().id(),
            found.record().address(),
            true,
            found.highestArrival(),
            found.deliveredMark());
    if (found.messages() > 0) {
      backlog.tally.depth = found.messages();
      backlog.window.lowerTo(MessageKey.before(backlog.id) + 1);
    }
    return backlog;
  }

  private Backlog(
      Engine engine, int id, Address address, boolean stores, long arrivals, long deliveredMark) {
    this.engine = engine;
    this.id = id;
    this.address = address;
    this.stores = stores;
    this.arrivals = arrivals;
    this.mark = new DeliveredMark(deliveredMark);
    this.storeWork = new StoreWork(lock, engine.scheduler());
    this.waiting = new Waiting(engine.scheduler(), this::dispatchDue);
    this.marked = new MarkedDelivery(engine, id, mark, storeWork, new Dispatch());
    this.readAhead =
        new ReadAhead(
            engine,
            new BacklogRecord(id, address),
            window,
            readers,
            storeWork,
            new Dispatch(),
            new Taking());
  }

  int id() {
    return id;
  }

  Address address() {
    return address;
  }

  /** Whether a message gets a row in the store here. */
  boolean stores(Envelope envelope) {
    return stores && envelope.persistent();
  }

  // ---- arriving

  /**
   * Gives a message its place and adds it to the batch that will make it durable. Followed by
   * {@link #arrive} or {@link #abandon}.
   */
  Reservation reserve(Envelope envelope, WriteBatch batch) {
    lock.lock();
    try {
      long arrival = ++arrivals;
      long key = MessageKey.of(id, envelope.priority(), arrival);
      window.arriving(key);
      batch.add(new StoredMessage(key, envelope, 0));
      return new Reservation(key, reserveMark(arrival, batch));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Notes that a message which rests elsewhere in the store is about to come to a place here, and
   * adds the delivered mark that it will need to the batch that brings it. Followed by {@link
   * #arrive} or {@link #abandon}.
   */
  Reservation expect(int priority, long arrival, WriteBatch batch) {
    lock.lock();
    try {
      long key = MessageKey.of(id, priority, arrival);
      window.arriving(key);
      return new Reservation(key, reserveMark(arrival, batch));
    } finally {
      lock.unlock();
    }
  }

  private long reserveMark(long arrival, WriteBatch batch) {
    // Somebody is waiting: the delivery that will follow at once needs the mark.
    long reserved = readers.isEmpty() ? 0 : mark.reserve(arrival);
    if (reserved != 0) {
      batch.deliveredMark(id, reserved);
    }
    return reserved;
  }

  /** A place that was given out and the delivered mark that travels with it, or 0. */
  record Reservation(long key, long mark) {}

  /** The batch failed: the place stays empty. */
  void abandon(Reservation reservation) {
    lock.lock();
    try {
      window.arrived(reservation.key());
      if (reservation.mark() != 0) {
        mark.notWritten();
        storeWork.done();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Puts a message whose batch is durable into its place. Nothing is handed out yet. */
  void arrive(Reservation reservation, Envelope envelope) {
    lock.lock();
    try {
      window.arrived(reservation.key());
      mark.written(reservation.mark());
      if (!closed) {
        place(new Entry(reservation.key(), envelope, true, 0));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Puts a message that needs no row at the end of its priority. Nothing is handed out yet. */
  void arrive(Envelope envelope) {
    lock.lock();
    try {
      if (!closed) {
        long key = MessageKey.of(id, envelope.priority(), ++arrivals);
        place(new Entry(key, envelope, false, 0));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Puts a message that needs no row at a place of the caller's choice. */
  void arrive(Envelope envelope, long arrival) {
    lock.lock();
    try {
      if (!closed) {
        place(new Entry(MessageKey.of(id, envelope.priority(), arrival), envelope, false, 0));
      }
    } finally {
      lock.unlock();
    }
  }

  private void place(Entry entry) {
    tally.arrived();
    if (entry.stored && mustRest(entry)) {
      window.lowerTo(entry.key);
      window.restedMeanwhile(entry);
      readers.rested(entry.key);
      return;
    }
    engine.budget().take(entry.envelope.size());
    putBack(entry, entry.envelope.deliveryTime());
  }

  private boolean mustRest(Entry entry) {
    boolean outOfRoom =
        window.isBeyond(entry.key) || !engine.budget().hasRoomFor(entry.envelope.size());
    return outOfRoom && !readers.isSoughtByOne(entry);
  }

  private void putBack(Entry entry, long dueAt) {
    waiting.put(entry, dueAt);
    readers.placed(entry.key);
  }

  // ---- consuming

  void add(LocalConsumer consumer) {
    lock.lock();
    try {
      readers.add(consumer);
    } finally {
      lock.unlock();
    }
  }

  /** Ends a consumer; false if it was ended before. */
  boolean remove(LocalConsumer consumer) {
    lock.lock();
    try {
      return readers.remove(consumer);
    } finally {
      lock.unlock();
    }
  }

  /** Gives credit and hands out all that is there for it, also what must be read first. */
  void credit(LocalConsumer consumer, int deliveries) {
    lock.lock();
    try {
      consumer.addCredit(deliveries);
      handOut();
      while (consumer.isHungry() && (window.isReading() || marked.isBehind())) {
        storeWork.helpOrWait();
      }
    } finally {
      lock.unlock();
    }
  }

  int withdrawCredit(LocalConsumer consumer) {
    lock.lock();
    try {
      return consumer.takeCredit();
    } finally {
      lock.unlock();
    }
  }

  /** Hands out what is available to consumers with credit. */
  void dispatch() {
    handOutAfter(() -> {});
  }

  private void dispatchDue() {
    handOutAfter(() -> waiting.wakeDue(entry -> readers.placed(entry.key)));
  }

  private void handOutAfter(Runnable change) {
    lock.lock();
    try {
      change.run();
      handOut();
    } finally {
      lock.unlock();
    }
  }

  private void handOut() {
    marked.forget();
    readers.serve(this::handNext);
    if (marked.isBehind()) {
      marked.advanceIfBehind();
    } else {
      readAhead.readIfWanted(waiting.size());
    }
    storeWork.done();
  }

  /** How work with the store ends. */
  private final class Dispatch implements HandOut {

    @Override
    public void after(Runnable change) {
      handOutAfter(change);
    }

    @Override
    public void giveUp(Runnable change) {
      lock.lock();
      try {
        change.run();
        marked.forget();
        storeWork.done();
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean handNext(LocalConsumer consumer) {
    Entry entry = waiting.next(consumer, reachOf(consumer), this::expire);
    if (entry == null || !marked.allows(entry)) {
      return false;
    }
    waiting.take(entry);
    entry.state = Entry.State.OUTSTANDING;
    outstanding.put(entry.key, entry);
    consumer.deliver(new Outstanding(this, entry, entry.failedDeliveries + 1));
    return true;
  }

  /** Up to where a consumer knows what comes first: what may rest in the store is not overtaken. */
  private long reachOf(LocalConsumer consumer) {
    return Math.max(window.border(), consumer.soughtTo);
  }

  private void expire(Entry entry) {
    tally.expired++;
    forget(entry);
    if (entry.stored) {
      engine.writeLater(new WriteBatch().remove(entry.key));
    }
  }

  // ---- settling

  /** An acknowledgement is durable, or handed to the store. */
  void acknowledged(Entry entry) {
    lock.lock();
    try {
      if (entry.state == Entry.State.OUTSTANDING) {
        tally.acknowledged++;
        forget(entry);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A dead letter has left for its queue. */
  void movedAway(Entry entry) {
    lock.lock();
    try {
      tally.deadLettered++;
      forget(entry);
    } finally {
      lock.unlock();
    }
  }

  private void forget(Entry entry) {
    if (entry.state == Entry.State.OUTSTANDING) {
      outstanding.remove(entry.key);
    } else {
      waiting.take(entry);
    }
    entry.state = Entry.State.GONE;
    if (entry.stored) {
      window.settled(entry.key);
    }
    tally.depth--;
    engine.budget().giveBack(entry.envelope.size());
  }

  /**
   * Takes deliveries back to their places. Nothing is handed out yet.
   *
   * @return those that have had their last attempt; they stay outstanding
   */
  List<Entry> takeBack(Collection<Entry> entries, ReleaseReason reason) {
    List<Entry> exhausted = new ArrayList<>(0);
    WriteBatch counts = new WriteBatch();
    lock.lock();
    try {
      for (Entry entry : entries) {
        if (entry.state == Entry.State.OUTSTANDING && closed) {
          forget(entry);
        } else if (entry.state == Entry.State.OUTSTANDING) {
          takeBack(entry, reason, counts, exhausted);
        }
      }
      engine.writeLater(counts);
    } finally {
      lock.unlock();
    }
    return exhausted;
  }

  private void takeBack(
      Entry entry, ReleaseReason reason, WriteBatch counts, List<Entry> exhausted) {
    entry.inDoubt = false;
    entry.noteFailure(reason.failure());
    long dueAt = 0;
    if (reason.counts()) {
      entry.failedDeliveries++;
      tally.redelivered++;
      if (engine.redelivery().isExhausted(address, entry.failedDeliveries)) {
        exhausted.add(entry);
        return;
      }
      if (entry.stored) {
        counts.deliveryCount(entry.key, entry.failedDeliveries);
      }
      long delay = engine.redelivery().delay().toMillis();
      dueAt = delay == 0 ? 0 : engine.scheduler().now() + delay;
    }
    outstanding.remove(entry.key);
    putBack(entry, dueAt);
  }

  /** A branch that holds a delivery is being prepared. */
  void inDoubt(Entry entry) {
    lock.lock();
    try {
      entry.inDoubt = true;
    } finally {
      lock.unlock();
    }
  }

  /** Locks a message for a branch that was found in doubt. */
  Entry lockRecovered(StoredMessage message) {
    lock.lock();
    try {
      Entry entry = new Entry(message.key(), message.envelope(), true, message.deliveryCount());
      entry.state = Entry.State.OUTSTANDING;
      entry.inDoubt = true;
      outstanding.put(entry.key, entry);
      engine.budget().take(entry.envelope.size());
      return entry;
    } finally {
      lock.unlock();
    }
  }

  // ---- paging

  /** How messages that rest in the store come into memory. */
  private final class Taking implements ReadAhead.Taker {

    @Override
    public void fromPage(StoredMessage message) {
      if (window.isStale(message.key()) || isInMemory(message.key())) {
        return;
      }
      int failed = message.deliveryCount();
      if (failed == 0 && mark.mayHaveBeenDelivered(MessageKey.arrival(message.key()))) {
        failed = 1;
      }
      takeIn(new Entry(message.key(), message.envelope(), true, failed));
    }

    @Override
    public void arrived(Entry entry) {
      if (!isInMemory(entry.key)) {
        takeIn(entry);
      }
    }
  }

  private void takeIn(Entry entry) {
    engine.budget().take(entry.envelope.size());
    putBack(entry, entry.envelope.deliveryTime());
  }

  private boolean isInMemory(long key) {
    return waiting.contains(key) || outstanding.containsKey(key);
  }

  // ---- looking

  DestinationFigures figures() {
    lock.lock();
    try {
      return tally.figures(address, outstanding.size(), readers.count());
    } finally {
      lock.unlock();
    }
  }

  boolean hasConsumers() {
    lock.lock();
    try {
      return !readers.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The border of what a browser that begins now may show. */
  long lastArrival() {
    lock.lock();
    try {
      return arrivals;
    } finally {
      lock.unlock();
    }
  }

  /** Waiting messages in memory after a key, and from where on the store must be asked. */
  Slice slice(long afterKey, int max) {
    lock.lock();
    try {
      return new Slice(waiting.after(afterKey, max), window.border(), window.hasRest());
    } finally {
      lock.unlock();
    }
  }

  record Slice(List<Entry> entries, long border, boolean hasRest) {}

  /** Whether a message read from the store is one that a browser may show. */
  boolean isVisible(long key) {
    lock.lock();
    try {
      return !outstanding.containsKey(key) && !waiting.isDelayed(key);
    } finally {
      lock.unlock();
    }
  }

  // ---- ending

  /** Gives up what waits, for good: the destination is gone. What is outstanding may be settled. */
  void discard() {
    lock.lock();
    try {
      closed = true;
      waiting.all().forEach(this::forget);
    } finally {
      lock.unlock();
    }
  }

  /**
   * What a clean stop leaves in the store: exact counts instead of a mark that ran ahead. Nothing
   * is handed out any more, which would not be counted.
   */
  void leaveExact(WriteBatch batch) {
    lock.lock();
    try {
      readers.endAll();
      storeWork.done();
      for (Entry entry : outstanding.values()) {
        if (entry.stored && !entry.inDoubt) {
          batch.deliveryCount(entry.key, entry.failedDeliveries + 1);
        }
      }
      if (mark.isUsed()) {
        waiting.countStored(batch);
        batch.deliveredMark(id, window.hasRest() ? mark.recovered() : 0);
      }
    } finally {
      lock.unlock();
    }
  }
}
