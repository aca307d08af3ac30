// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;

/** A topic and its subscriptions, which see what is published while they are open. Thread-safe. */
final class Topic {

  private final Address address;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final AtomicLong published = new AtomicLong();

  /** What readers that have ended leave to the figures; guarded by this. */
  private DestinationFigures past;

  Topic(Address address) {
    this.address = address;
    this.past = new DestinationFigures(address, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /** Opens a subscription with its one consumer. */
  LocalConsumer subscribe(Engine engine, ConsumerRequest request, DeliverySink sink) {
    Backlog backlog = Backlog.inMemory(engine, address);
    Subscription subscription = new Subscription(request, backlog);
    LocalConsumer consumer =
        new LocalConsumer(backlog, request.selector(), sink, () -> end(subscription));
    backlog.add(consumer);
    subscriptions.add(subscription);
    return consumer;
  }

  private synchronized void end(Subscription subscription) {
    subscriptions.remove(subscription);
    subscription.backlog.discard();
    past = past.plusReader(subscription.backlog.figures().ended());
  }

  /** Puts a message into its place in every subscription that wants it. */
  void publish(Envelope envelope, String connectionId) {
    published.incrementAndGet();
    for (Subscription subscription : subscriptions) {
      if (subscription.wants(envelope, connectionId)) {
        subscription.backlog.arrive(envelope);
      }
    }
  }

  void dispatch() {
    subscriptions.forEach(subscription -> subscription.backlog.dispatch());
  }

  boolean hasConsumers() {
    return !subscriptions.isEmpty();
  }

  /** The sums over all subscriptions there were, but what arrived, which is counted once. */
  synchronized DestinationFigures figures() {
    DestinationFigures sum = new DestinationFigures(address, 0, 0, 0, published.get(), 0, 0, 0, 0);
    sum = sum.plusReader(past);
    for (Subscription subscription : subscriptions) {
      sum = sum.plusReader(subscription.backlog.figures());
    }
    return sum;
  }

  private record Subscription(ConsumerRequest request, Backlog backlog) {

    boolean wants(Envelope envelope, String connectionId) {
      boolean own = request.noLocal() && request.connectionId().equals(connectionId);
      return !own && request.selector().matches(envelope, 1);
    }
  }
}
