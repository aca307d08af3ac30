// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.selector.Selector;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.SubscriptionRecord;
import org.sluicemq.store.WriteBatch;

/**
 * A topic and its subscriptions. What is published for durable ones is stored once, in the topic's
 * log; the log comes with the first of them.
 *
 * <p>One lock guards the log's arrival numbers and the list of durable subscriptions, so that for
 * each of them it is certain which messages are before it. Under this lock a backlog's lock may be
 * taken, never the other way; the store is not waited for. Thread-safe.
 */
final class Topic {

  private final Engine engine;
  private final ClientIds clientIds;
  private final Address address;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Subscription> durable = new CopyOnWriteArrayList<>();
  private final List<Subscription> transients = new CopyOnWriteArrayList<>();
  private final AtomicLong published = new AtomicLong();

  /** Null until there is a durable subscription; guarded by the lock, as the arrivals are. */
  private BacklogRecord log;

  private long arrivals;

  /** What readers that have ended leave to the figures; guarded by this. */
  private DestinationFigures past;

  Topic(Engine engine, ClientIds clientIds, Address address) {
    this.engine = engine;
    this.clientIds = clientIds;
    this.address = address;
    this.past = new DestinationFigures(address, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  Address address() {
    return address;
  }

  // ---- subscribing

  /** Opens a subscription with its one consumer. */
  LocalConsumer subscribe(ConsumerRequest request, DeliverySink sink) {
    Subscription subscription = addTransient(request, request.connectionId());
    Backlog backlog = subscription.backlog();
    LocalConsumer consumer =
        new LocalConsumer(backlog, request.selector(), sink, () -> end(subscription));
    backlog.add(consumer);
    return consumer;
  }

  /** Opens a subscription that lives as long as this broker, or until it is ended. */
  Subscription addTransient(ConsumerRequest request, String connectionId) {
    Subscription subscription =
        new Subscription(
            this,
            request.subscription(),
            request.selector(),
            request.noLocal(),
            connectionId,
            Backlog.inMemory(engine, address));
    transients.add(subscription);
    return subscription;
  }

  /** Ends a subscription that is not stored, or not any more. */
  synchronized void end(Subscription subscription) {
    durable.remove(subscription);
    if (transients.remove(subscription) || subscription.isDurable()) {
      subscription.backlog().discard();
      past = past.plusReader(subscription.backlog().figures().ended());
    }
  }

  /** Takes back the log that was found in the store. */
  void recoveredLog(StoreState.Backlog found) {
    log = found.record();
    arrivals = found.highestArrival();
  }

  /** Takes back a durable subscription that was found in the store, after its log. */
  Subscription recovered(StoreState.Backlog found, Selector selector) {
    SubscriptionRecord record = found.record().subscription();
    SubscriptionName name =
        new SubscriptionName(record.clientId(), record.name(), true, record.shared());
    Subscription subscription =
        new Subscription(
            this, name, selector, record.noLocal(), null, Backlog.stored(engine, found));
    durable.add(subscription);
    return subscription;
  }

  /**
   * Makes a durable subscription; it is in the store when this returns.
   *
   * @throws StoreException if it could not be stored; it is not there then
   * @throws BrokerException if the store has no number left for it
   */
  Subscription addDurable(ConsumerRequest request, BacklogNumbers numbers)
      throws StoreException, BrokerException {
    CompletableFuture<StoreException> outcome = new CompletableFuture<>();
    Subscription subscription;
    lock.lock();
    try {
      int number = numbers.next("Subscription " + request.subscription());
      WriteBatch batch = new WriteBatch();
      if (log == null) {
        log = new BacklogRecord(numbers.next("The log of topic '" + address.name() + "'"), address);
        batch.create(log);
      }
      BacklogRecord record = record(request, number);
      subscription =
          new Subscription(
              this,
              request.subscription(),
              request.selector(),
              request.noLocal(),
              null,
              Backlog.stored(engine, new StoreState.Backlog(record, 0, arrivals, 0)));
      // Handed over before anybody can publish for it, so that the store knows it by then.
      engine.writeLater(batch.create(record), outcome::complete);
      durable.add(subscription);
    } finally {
      lock.unlock();
    }
    StoreException failure = outcome.join();
    if (failure != null) {
      durable.remove(subscription);
      throw failure;
    }
    return subscription;
  }

  private BacklogRecord record(ConsumerRequest request, int number) {
    SubscriptionName name = request.subscription();
    String selector = request.selector().matchesAll() ? null : request.selector().text();
    return new BacklogRecord(
        number,
        address,
        new SubscriptionRecord(
            log.id(),
            name.clientId(),
            name.name(),
            name.shared(),
            request.noLocal(),
            selector,
            arrivals));
  }

  // ---- publishing

  /** A message's place in one subscription. */
  record Place(Backlog backlog, Reservation reservation) {}

  /** Whether a message is to be stored, for at least one subscription. */
  boolean stores(Envelope envelope) {
    return envelope.persistent() && !durable.isEmpty();
  }

  /** Whether a message can be nowhere but in memory for somebody. */
  boolean needsMemory(Envelope envelope) {
    return transients.stream().anyMatch(one -> one.backlog().needsMemory(envelope))
        || durable.stream().anyMatch(one -> one.backlog().needsMemory(envelope));
  }

  /**
   * Gives a message its place in the subscriptions that want it, and adds it to the batch: to the
   * log, if it is stored, and for each subscription that memory has no room for and that the log
   * does not serve, to the overflow.
   *
   * @param places takes each place when it is given, so that those there are can be given up when
   *     this throws
   */
  void reserve(Envelope envelope, String publisher, WriteBatch batch, List<Place> places) {
    if (!durable.isEmpty()) {
      reserveDurable(envelope, publisher, batch, places);
    }
    for (Subscription subscription : transients) {
      if (subscription.wants(envelope, publisher, clientIds)) {
        Backlog backlog = subscription.backlog();
        keep(backlog, backlog.reserve(envelope, batch), places);
      }
    }
  }

  private static void keep(Backlog backlog, Reservation reservation, List<Place> places) {
    try {
      places.add(new Place(backlog, reservation));
    } catch (RuntimeException | Error e) {
      backlog.abandon(reservation);
      throw e;
    }
  }

  private void reserveDurable(
      Envelope envelope, String publisher, WriteBatch batch, List<Place> places) {
    lock.lock();
    try {
      long arrival = ++arrivals;
      List<Subscription> unwilling = new ArrayList<>(0);
      for (Subscription subscription : durable) {
        if (subscription.wants(envelope, publisher, clientIds)) {
          Backlog backlog = subscription.backlog();
          keep(backlog, backlog.expect(envelope, arrival, batch), places);
        } else {
          unwilling.add(subscription);
        }
      }
      if (!places.isEmpty() && envelope.persistent()) {
        long key = MessageKey.of(log.id(), envelope.priority(), arrival);
        batch.add(new StoredMessage(key, envelope, 0));
        unwilling.forEach(one -> batch.remove(MessageKey.in(one.backlog().id(), key)));
      }
    } finally {
      lock.unlock();
    }
  }

  /** A message goes to its places now. */
  void published() {
    published.incrementAndGet();
  }

  // ---- looking

  boolean hasConsumers() {
    return !transients.isEmpty()
        || durable.stream().anyMatch(subscription -> subscription.backlog().hasConsumers());
  }

  /** The sums over all subscriptions there were, but what arrived, which is counted once. */
  synchronized DestinationFigures figures() {
    DestinationFigures sum = new DestinationFigures(address, 0, 0, 0, published.get(), 0, 0, 0, 0);
    sum = sum.plusReader(past);
    for (Subscription subscription : transients) {
      sum = sum.plusReader(subscription.backlog().figures());
    }
    for (Subscription subscription : durable) {
      sum = sum.plusReader(subscription.backlog().figures());
    }
    return sum;
  }
}
