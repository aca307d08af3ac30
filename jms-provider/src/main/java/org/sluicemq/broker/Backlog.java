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
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoreException;
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

  /** Messages in memory below which the next page is read while somebody consumes. */
  private static final int LOW_WATER = 500;

  private static final int PAGE_MESSAGES = 1000;
  private static final long PAGE_BYTES = 4 << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Engine engine;
  private final int id;
  private final Address address;
  private final boolean stores;
  private final Waiting waiting;
  private final Map<Long, Entry> outstanding = new HashMap<>();
  private final List<LocalConsumer> consumers = new ArrayList<>();
  private final PageWindow window = new PageWindow();
  private final Pager pager;
  private final StoreWork storeWork;
  private final DeliveredMark mark;
  private final Tally tally = new Tally();
  private long arrivals;
  private int lastServed;

  /** Set while the next message must not be handed out before the delivered mark covers it. */
  private boolean markIsBehind;

  private long markNeeded;
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
    this.pager = new Pager(engine.store(), id, PAGE_MESSAGES, PAGE_BYTES);
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
      // Somebody is waiting: the delivery that will follow at once needs the mark.
      long reserved = consumers.isEmpty() ? 0 : mark.reserve(arrival);
      if (reserved != 0) {
        batch.deliveredMark(id, reserved);
      }
      return new Reservation(key, reserved);
    } finally {
      lock.unlock();
    }
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
      place(new Entry(reservation.key(), envelope, true, 0));
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

  private void place(Entry entry) {
    tally.arrived();
    if (entry.stored && mustRest(entry)) {
      window.lowerTo(entry.key);
      window.restedMeanwhile(entry);
      consumers.forEach(consumer -> consumer.rested(entry.key));
      return;
    }
    engine.budget().take(entry.envelope.size());
    putBack(entry, entry.envelope.deliveryTime());
  }

  private boolean mustRest(Entry entry) {
    boolean outOfRoom =
        window.isBeyond(entry.key) || !engine.budget().hasRoomFor(entry.envelope.size());
    return outOfRoom && consumers.stream().noneMatch(c -> c.isHungry() && wants(c, entry));
  }

  /** A selecting consumer that waits would not find the message once it rests in the store. */
  private static boolean wants(LocalConsumer consumer, Entry entry) {
    return consumer.selects() && consumer.accepts(entry);
  }

  private void putBack(Entry entry, long dueAt) {
    waiting.put(entry, dueAt);
    consumers.forEach(consumer -> consumer.placed(entry.key));
  }

  // ---- consuming

  void add(LocalConsumer consumer) {
    lock.lock();
    try {
      consumers.add(consumer);
    } finally {
      lock.unlock();
    }
  }

  /** Ends a consumer; false if it was ended before. */
  boolean remove(LocalConsumer consumer) {
    lock.lock();
    try {
      consumer.end();
      return consumers.remove(consumer);
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
      while (consumer.isHungry() && (window.isReading() || markIsBehind)) {
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
    handOutAfter(() -> waiting.wakeDue(entry -> consumers.forEach(c -> c.placed(entry.key))));
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

  /** The heart: each consumer with credit in turn, until none can be given more. */
  private void handOut() {
    markIsBehind = false;
    boolean handed;
    do {
      handed = false;
      for (int i = consumers.size(), next = lastServed; i > 0; i--) {
        next = next + 1 < consumers.size() ? next + 1 : 0;
        LocalConsumer consumer = consumers.get(next);
        if (consumer.isHungry() && handNext(consumer)) {
          lastServed = next;
          handed = true;
        }
      }
    } while (handed);
    if (markIsBehind) {
      advanceMark();
    } else if (!consumers.isEmpty() && window.hasRest() && !window.isReading()) {
      readAhead();
    }
    storeWork.done();
  }

  private boolean handNext(LocalConsumer consumer) {
    Entry entry = waiting.next(consumer, reachOf(consumer), this::expire);
    if (entry == null || !mayHandOut(entry)) {
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

  // ---- the delivered mark

  private boolean mayHandOut(Entry entry) {
    if (!entry.stored) {
      return true;
    }
    long arrival = MessageKey.arrival(entry.key);
    if (!mark.covers(arrival)) {
      markIsBehind = true;
      markNeeded = arrival;
      return false;
    }
    long reserved = mark.reserve(arrival);
    if (reserved != 0) {
      engine.writeLater(
          new WriteBatch().deliveredMark(id, reserved), failure -> markWritten(reserved, failure));
    }
    return true;
  }

  private void advanceMark() {
    long reserved = mark.reserve(markNeeded);
    if (reserved != 0) {
      storeWork.want(() -> writeMark(reserved));
    }
  }

  private void writeMark(long reserved) {
    StoreException failure = null;
    try {
      engine.store().write(new WriteBatch().deliveredMark(id, reserved));
    } catch (StoreException e) {
      failure = e;
      engine.onStoreFailure().accept(e);
    }
    markWritten(reserved, failure);
  }

  private void markWritten(long reserved, StoreException failure) {
    if (failure == null) {
      handOutAfter(() -> mark.written(reserved));
    } else {
      giveUp(mark::notWritten);
    }
  }

  /** The store failed: nobody waits for its work any more. */
  private void giveUp(Runnable change) {
    lock.lock();
    try {
      change.run();
      markIsBehind = false;
      storeWork.done();
    } finally {
      lock.unlock();
    }
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

  private void readAhead() {
    if (waiting.size() < LOW_WATER || isHeadExhausted()) {
      window.beginReading();
      long from = window.border();
      storeWork.want(() -> pageRead(read(from)));
      return;
    }
    for (LocalConsumer consumer : consumers) {
      if (consumer.isHungry() && consumer.selects() && consumer.soughtTo != Long.MAX_VALUE) {
        window.beginReading();
        long from = Math.max(consumer.soughtTo, window.border());
        storeWork.want(() -> sought(consumer, read(from)));
        return;
      }
    }
  }

  /** Reads the page that begins with a key; null when that failed, which stops the broker. */
  private Pager.Page read(long from) {
    try {
      return pager.after(from - 1);
    } catch (StoreException e) {
      engine.onStoreFailure().accept(e);
    } catch (RuntimeException e) {
      // Consumers wait for the end of the reading, however it ends.
      String what = "A page of '" + address.name() + "' could not be read: " + e;
      engine.onStoreFailure().accept(new StoreException(what, e));
    }
    return null;
  }

  /** Whether somebody who takes everything has got all that is below the border. */
  private boolean isHeadExhausted() {
    return consumers.stream().anyMatch(consumer -> consumer.isHungry() && !consumer.selects());
  }

  /** The page that follows the border has been read; null when the store failed. */
  private void pageRead(Pager.Page page) {
    if (page == null) {
      giveUp(window::endReading);
      return;
    }
    handOutAfter(
        () -> {
          page.messages().forEach(this::takeFromPage);
          window.endReading(page.lastKey(), page.isEnd()).forEach(this::takeArrived);
        });
  }

  /** A page has been read for one consumer, whose selector wants only some of it. */
  private void sought(LocalConsumer consumer, Pager.Page page) {
    if (page == null) {
      giveUp(window::endReading);
      return;
    }
    handOutAfter(
        () -> {
          page.messages().stream()
              .filter(m -> consumer.selector.matches(m.envelope(), m.deliveryCount() + 1))
              .forEach(this::takeFromPage);
          consumer.soughtTo = page.isEnd() ? Long.MAX_VALUE : page.lastKey() + 1;
          window.endReading().forEach(entry -> consumer.rested(entry.key));
        });
  }

  private void takeFromPage(StoredMessage message) {
    if (window.isStale(message.key()) || isInMemory(message.key())) {
      return;
    }
    int failed = message.deliveryCount();
    if (failed == 0 && mark.mayHaveBeenDelivered(MessageKey.arrival(message.key()))) {
      failed = 1;
    }
    takeIn(new Entry(message.key(), message.envelope(), true, failed));
  }

  private void takeArrived(Entry entry) {
    if (!isInMemory(entry.key)) {
      takeIn(entry);
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
      return tally.figures(address, outstanding.size(), consumers.size());
    } finally {
      lock.unlock();
    }
  }

  boolean hasConsumers() {
    lock.lock();
    try {
      return !consumers.isEmpty();
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
      consumers.forEach(LocalConsumer::end);
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
