// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.Collection;
import java.util.List;
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
  private final Groups groups = new Groups(this::reopened);
  private final Readers readers;
  private final PageWindow window;
  private final StoreWork storeWork;
  private final DeliveredMark mark;
  private final MarkedDelivery marked;
  private final PageReader reader;
  private final ReadAhead readAhead;
  private final Arrivals arrivals;
  private final Stock stock;
  private final Stock.Alarms alarms;
  private final Expiry expiry;
  private final Admission admission;
  private final Alarm stuck;
  private final Returns returns;
  private boolean closed;

  /** Whether a message group has become free since the last hand-out. */
  private boolean reopened;

  /** A backlog that does not outlive the broker: a subscription, a temporary queue. */
  static Backlog inMemory(Engine engine, Address address) {
    return new Backlog(engine, engine.numbers().take(), address, false, 0, 0);
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
      backlog.stock.tally.depth = found.messages();
      backlog.window.awaken(MessageKey.before(backlog.id) + 1, MessageKey.after(backlog.id));
      backlog.expiry.found(backlog.id);
    }
    return backlog;
  }

  private Backlog(
      Engine engine,
      int id,
      Address address,
      boolean stores,
      long lastArrival,
      long deliveredMark) {
    this.engine = engine;
    this.id = id;
    this.address = address;
    this.stores = stores;
    this.window = new PageWindow(engine.budget());
    this.readers = new Readers(groups, engine.scheduler());
    this.mark = new DeliveredMark(deliveredMark);
    this.arrivals = new Arrivals(id, lastArrival, window, mark);
    this.storeWork = new StoreWork(lock, engine.scheduler());
    Alarm due = new Alarm(engine.scheduler(), this::dispatchDue);
    this.stuck = new Alarm(engine.scheduler(), this::recallFromStuck);
    Alarm old = new Alarm(engine.scheduler(), this::expireOld);
    this.alarms = new Stock.Alarms(due, old);
    this.stock = new Stock(engine, window, readers, groups, alarms);
    this.expiry = new Expiry(engine, old);
    this.admission = new Admission(engine, window, readers, stock, expiry, due);
    this.returns = new Returns(engine, address, stock);
    this.marked = new MarkedDelivery(engine, id, mark, storeWork, new Dispatch());
    this.reader =
        new PageReader(
            engine,
            new BacklogRecord(id, address),
            window,
            storeWork,
            new Dispatch(),
            () -> closed);
    this.readAhead = new ReadAhead(engine, window, readers, reader, this::entryOf, admission);
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

  /** Whether a message can be nowhere but in memory here. */
  boolean needsMemory(Envelope envelope) {
    return !stores(envelope) && !mayOverflow();
  }

  // ---- arriving

  /**
   * Gives a message its place, and adds it to the batch that will make it durable, or lets it rest
   * if memory has no room. Followed by {@link #arrive} or {@link #abandon}.
   */
  Reservation reserve(Envelope envelope, WriteBatch batch) {
    lock.lock();
    try {
      return stores(envelope)
          ? arrivals.reserve(envelope, !readers.isEmpty(), batch)
          : reserveUnstored(arrivals.next(envelope), envelope, batch);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does as {@link #reserve} at an arrival number of the topic's log. What is stored rests in the
   * log already: only the delivered mark that it will need here is added to the batch.
   */
  Reservation expect(Envelope envelope, long arrival, WriteBatch batch) {
    lock.lock();
    try {
      return stores(envelope)
          ? arrivals.expect(envelope.priority(), arrival, !readers.isEmpty(), batch)
          : reserveUnstored(MessageKey.of(id, envelope.priority(), arrival), envelope, batch);
    } finally {
      lock.unlock();
    }
  }

  private Reservation reserveUnstored(long key, Envelope envelope, WriteBatch batch) {
    return mustOverflow(key, envelope)
        ? arrivals.reserveResting(key, envelope, batch)
        : arrivals.reserveMemory(key, envelope, engine.budget());
  }

  private boolean mustOverflow(long key, Envelope envelope) {
    return mayOverflow() && !closed && admission.mustRest(key, envelope);
  }

  private boolean mayOverflow() {
    return engine.overflow().isThere() && (stores || id != TransientNumbers.NONE);
  }

  /** The batch failed: the place stays empty. */
  void abandon(Reservation reservation) {
    lock.lock();
    try {
      arrivals.abandoned(reservation, engine.budget());
      storeWork.done();
    } finally {
      lock.unlock();
    }
  }

  /** Puts a message whose batch is durable into its place. Nothing is handed out yet. */
  void arrive(Reservation reservation, Envelope envelope) {
    lock.lock();
    try {
      arrivals.landed(reservation, engine.budget());
      if (!closed) {
        admission.arrived(new Entry(reservation.key(), envelope, reservation.row(), 0));
      } else if (reservation.row() == Entry.Row.OVERFLOW) {
        engine.overflow().release(reservation.key());
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts a message into memory at the end of its priority, unless memory has no room and it can
   * rest elsewhere. Nothing is handed out yet.
   */
  boolean arriveIfRoom(Envelope envelope) {
    lock.lock();
    try {
      long key = arrivals.peek(envelope);
      if (mustOverflow(key, envelope)) {
        return false;
      }
      if (!closed) {
        admission.arrived(new Entry(arrivals.next(envelope), envelope, Entry.Row.NONE, 0));
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  // ---- consuming

  void add(LocalConsumer consumer) {
    lock.lock();
    try {
      readers.add(consumer);
      handOutReopened();
    } finally {
      lock.unlock();
    }
  }

  /** Ends a consumer; false if it was ended before. */
  boolean remove(LocalConsumer consumer) {
    lock.lock();
    try {
      boolean removed = readers.remove(consumer);
      handOutReopened();
      return removed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives credit and hands out all that is there for it, also what must be read first.
   *
   * @param most how many at once, of what is there, if this is more
   * @param nanos for how long to read; {@link Long#MAX_VALUE} to the end
   */
  void credit(LocalConsumer consumer, int deliveries, int most, long nanos) {
    long begin = engine.scheduler().nanoTime();
    lock.lock();
    try {
      readers.asked(consumer, deliveries, most);
      handOut();
      boolean goOn = true;
      while (goOn && consumer.isHungry() && (window.isReading() || marked.isBehind())) {
        boolean bounded = nanos != Long.MAX_VALUE;
        goOn =
            storeWork.helpOrWait(bounded ? nanos - (engine.scheduler().nanoTime() - begin) : nanos);
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

  private void reopened(long key) {
    readers.reopened(key);
    reopened = true;
  }

  private void dispatchDue() {
    handOutAfter(admission::wakeDue);
  }

  private void recallFromStuck() {
    handOutAfter(
        () -> {
          if (stuck.rings()) {
            readers.recall();
          }
        });
  }

  private void expireOld() {
    handOutAfter(
        () -> {
          if (!closed && expiry.begin(stock) && !window.isReading()) {
            expiry.read(reader, this::swept);
          }
        });
  }

  private void swept(Pager.Page page) {
    expiry.swept(page, this::entryOf, stock);
    window.endReading();
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
    reopened = false;
    marked.forget();
    readers.serve(this::handNext);
    if (marked.isBehind()) {
      marked.advanceIfBehind();
    } else {
      readAhead.readIfWanted(stock.waiting.size());
    }
    stuck.at(readers.nextLook());
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
    Entry entry = stock.waiting.next(consumer, reachOf(consumer), readers, stock::expire);
    if (entry == null
        || !readers.mayTake(consumer, entry, stock.waiting.size())
        || !marked.allows(entry)) {
      return false;
    }
    Outstanding delivery = new Outstanding(this, entry, consumer.deliveryCount(entry));
    stock.handOut(entry, consumer);
    consumer.deliver(delivery);
    return true;
  }

  /** Up to where a consumer knows what comes first: what may rest in the store is not overtaken. */
  private long reachOf(LocalConsumer consumer) {
    return Math.max(window.border(), consumer.search.reached());
  }

  // ---- settling

  /** An acknowledgement is durable, or handed to the store. Nothing is handed out yet. */
  void acknowledged(Entry entry) {
    lock.lock();
    try {
      if (entry.state == Entry.State.OUTSTANDING) {
        stock.tally.acknowledged++;
        stock.forget(entry);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Does as {@link #acknowledged}, and hands out what a message group that became free has. */
  void acknowledgedAlone(Entry entry) {
    lock.lock();
    try {
      acknowledged(entry);
      handOutReopened();
    } finally {
      lock.unlock();
    }
  }

  private void handOutReopened() {
    if (reopened) {
      handOut();
    }
  }

  /** A dead letter has left for its queue. */
  void movedAway(Entry entry) {
    lock.lock();
    try {
      stock.tally.deadLettered++;
      stock.forget(entry);
      handOutReopened();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes deliveries back to their places. Nothing is handed out yet.
   *
   * @return those that have had their last attempt; they stay outstanding
   */
  List<Entry> takeBack(Collection<Entry> entries, ReleaseReason reason) {
    lock.lock();
    try {
      return returns.takeBack(entries, reason, closed);
    } finally {
      lock.unlock();
    }
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

  /** How often a message that is outstanding came back before. */
  int failedDeliveries(Entry entry) {
    lock.lock();
    try {
      return entry.failedDeliveries;
    } finally {
      lock.unlock();
    }
  }

  /** Locks a message for a branch that was found in doubt. */
  Entry lockRecovered(StoredMessage message) {
    lock.lock();
    try {
      Entry entry =
          new Entry(message.key(), message.envelope(), Entry.Row.STORE, message.deliveryCount());
      stock.lock(entry);
      return entry;
    } finally {
      lock.unlock();
    }
  }

  // ---- paging

  /** A message that rested, as a page shows it; null if it is known already or has left. */
  private Entry entryOf(StoredMessage message) {
    if (window.isStale(message.key()) || stock.contains(message.key())) {
      return null;
    }
    Entry.Row row = stores(message.envelope()) ? Entry.Row.STORE : Entry.Row.OVERFLOW;
    return new Entry(message.key(), message.envelope(), row, failedDeliveries(message));
  }

  /** How often a message that rests may have been delivered, also before a crash. */
  int failedDeliveries(StoredMessage message) {
    int failed = message.deliveryCount();
    return failed == 0 && mark.mayHaveBeenDelivered(MessageKey.arrival(message.key())) ? 1 : failed;
  }

  // ---- looking

  DestinationFigures figures() {
    lock.lock();
    try {
      return stock.tally.figures(address, stock.inFlight(), readers.count());
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
      return arrivals.last();
    } finally {
      lock.unlock();
    }
  }

  /** Waiting messages in memory after a key, and from where on the store must be asked. */
  Slice slice(long afterKey, int max) {
    lock.lock();
    try {
      return new Slice(stock.waiting.after(afterKey, max), window.border(), window.hasRest());
    } finally {
      lock.unlock();
    }
  }

  record Slice(List<Entry> entries, long border, boolean hasRest) {}

  /** Whether a message read from the store is one that a browser may show. */
  boolean isVisible(long key) {
    lock.lock();
    try {
      return !stock.isOutstanding(key) && !stock.waiting.isDelayed(key);
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
      alarms.end();
      stuck.end();
      stock.forgetWaiting();
      stock.tally.lost();
      if (mayOverflow()) {
        engine.overflow().drop(id);
      }
      if (!stores) {
        engine.numbers().giveBack(id);
      }
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
      stock.countOutstanding(batch);
      if (mark.isUsed()) {
        stock.waiting.countStored(batch);
        boolean allSeen = !window.hasRest() && !admission.hasSleepers();
        batch.deliveredMark(id, allSeen ? 0 : mark.recovered());
      }
    } finally {
      lock.unlock();
    }
  }
}
