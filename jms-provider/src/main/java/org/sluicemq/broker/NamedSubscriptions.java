// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import jakarta.jms.InvalidSelectorException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluicemq.message.Address;
import org.sluicemq.selector.Selector;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.WriteBatch;

/**
 * The subscriptions that have a name, and the rules of Jakarta Messaging 3.1 section 8.3 on who may
 * consume, replace and delete them. Opening and deleting come one at a time and may wait for the
 * store. Thread-safe.
 */
final class NamedSubscriptions {

  /** Finds the topic of an address. */
  @FunctionalInterface
  interface Topics {
    Topic at(Address address) throws BrokerException;
  }

  /** Under which a subscription is found: shared or not, a durable name is there once. */
  private record Key(String clientId, String name, boolean durable) {
    static Key of(SubscriptionName name) {
      return new Key(name.clientId(), name.name(), name.durable());
    }
  }

  private final Engine engine;
  private final BacklogNumbers numbers;
  private final Topics topics;
  private final Collection<DestinationListener> listeners;
  private final Map<Key, Subscription> all = new LinkedHashMap<>();

  NamedSubscriptions(
      Engine engine,
      BacklogNumbers numbers,
      Topics topics,
      Collection<DestinationListener> listeners) {
    this.engine = engine;
    this.numbers = numbers;
    this.topics = topics;
    this.listeners = listeners;
  }

  /** Takes back a durable subscription that was found in the store. */
  synchronized void recovered(StoreState.Backlog found) throws StoreException, BrokerException {
    String text = found.record().subscription().selector();
    Selector selector;
    try {
      selector = Selector.parse(text);
    } catch (InvalidSelectorException e) {
      throw new StoreException(
          "The durable subscription '"
              + found.record().subscription().name()
              + "' has a selector that cannot be read: "
              + text,
          e);
    }
    keep(topics.at(found.record().address()).recovered(found, selector));
  }

  private void keep(Subscription subscription) {
    all.put(Key.of(subscription.name()), subscription);
    listeners.forEach(l -> l.subscribed(subscription.name(), subscription.address()));
  }

  private void forget(Subscription subscription) {
    all.remove(Key.of(subscription.name()));
    listeners.forEach(l -> l.unsubscribed(subscription.name(), subscription.address()));
  }

  /** Opens a consumer of a subscription, which is made or replaced if need be. */
  synchronized LocalConsumer consume(ConsumerRequest request, DeliverySink sink)
      throws BrokerException {
    Subscription subscription = usable(request);
    if (subscription == null) {
      subscription = create(request);
      keep(subscription);
    }
    Subscription opened = subscription;
    LocalConsumer consumer =
        new LocalConsumer(opened.backlog(), Selector.ALL, sink, () -> consumerClosed(opened));
    opened.backlog().add(consumer);
    return consumer;
  }

  /** The subscription that is there and fits, or null when it is to be made. */
  private Subscription usable(ConsumerRequest request) throws BrokerException {
    SubscriptionName wanted = request.subscription();
    Subscription found = all.get(Key.of(wanted));
    if (found == null) {
      return null;
    }
    if (found.name().shared() != wanted.shared()) {
      throw new BrokerException(
          BrokerException.Reason.IN_USE,
          "There is a durable subscription "
              + found.name()
              + " that is "
              + (wanted.shared() ? "not shared" : "shared")
              + ": choose another name, or unsubscribe it first");
    }
    boolean inUse = found.backlog().hasConsumers();
    if (inUse && !(wanted.shared() && found.fits(request))) {
      throw new BrokerException(
          BrokerException.Reason.IN_USE,
          "The subscription "
              + found.name()
              + " of topic '"
              + found.address().name()
              + "' has an open consumer; close that first"
              + (wanted.shared() ? ", or ask for the same topic and selector" : ""));
    }
    if (found.fits(request)) {
      return found;
    }
    refuseIfInFlight(found);
    end(found);
    return null;
  }

  /** A branch in doubt that had received a message of a subscription that is gone finds nothing. */
  private static void refuseIfInFlight(Subscription found) throws BrokerException {
    long inFlight = found.backlog().figures().inFlight();
    if (found.isDurable() && inFlight > 0) {
      throw new BrokerException(
          BrokerException.Reason.IN_USE,
          "The subscription "
              + found.name()
              + " of topic '"
              + found.address().name()
              + "' cannot be replaced by one with another topic or selector: "
              + inFlight
              + " of its messages are not acknowledged; settle them first");
    }
  }

  private Subscription create(ConsumerRequest request) throws BrokerException {
    Topic topic = topics.at(request.address());
    if (!request.subscription().durable()) {
      return topic.addTransient(request, null);
    }
    if (request.address().temporary()) {
      throw new BrokerException(
          BrokerException.Reason.INVALID_DESTINATION,
          "A durable subscription cannot be one of the temporary topic '"
              + request.address().name()
              + "', which goes with its connection");
    }
    try {
      return topic.addDurable(request, numbers);
    } catch (StoreException e) {
      throw refused(request.subscription(), "created", e);
    }
  }

  private BrokerException refused(SubscriptionName name, String what, StoreException cause) {
    engine.onStoreFailure().accept(cause);
    return new BrokerException(
        BrokerException.Reason.STORE,
        "The subscription " + name + " cannot be " + what + ": " + cause.getMessage(),
        cause);
  }

  private void endInMemory(Subscription subscription) {
    forget(subscription);
    subscription.topic().end(subscription);
  }

  private void end(Subscription subscription) throws BrokerException {
    endInMemory(subscription);
    if (subscription.isDurable()) {
      int number = subscription.backlog().id();
      try {
        engine.store().write(new WriteBatch().drop(number));
      } catch (StoreException e) {
        throw refused(subscription.name(), "deleted", e);
      }
      numbers.free(number);
    }
  }

  /** A shared subscription that is not durable ends with its last consumer. */
  private synchronized void consumerClosed(Subscription subscription) {
    if (!subscription.isDurable()
        && !subscription.backlog().hasConsumers()
        && all.get(Key.of(subscription.name())) == subscription) {
      endInMemory(subscription);
    }
  }

  /** Deletes a durable subscription that nobody uses. */
  synchronized void unsubscribe(String clientId, String name) throws BrokerException {
    Subscription found = all.get(new Key(clientId, name, true));
    if (found == null) {
      throw new BrokerException(
          BrokerException.Reason.INVALID_DESTINATION,
          "There is no durable subscription "
              + new SubscriptionName(clientId, name, true, false)
              + (clientId == null ? " without a client identifier" : ""));
    }
    DestinationFigures figures = found.backlog().figures();
    if (figures.consumers() > 0 || figures.inFlight() > 0) {
      throw new BrokerException(
          BrokerException.Reason.IN_USE,
          "The durable subscription "
              + found.name()
              + " cannot be deleted: it has "
              + figures.consumers()
              + " open consumers and "
              + figures.inFlight()
              + " messages that are not acknowledged; close and settle them first");
    }
    end(found);
  }

  /** The subscription whose backlog has a number, for branches found in doubt; or null. */
  synchronized Backlog byId(int id) {
    return all.values().stream()
        .filter(subscription -> subscription.isDurable() && subscription.backlog().id() == id)
        .map(Subscription::backlog)
        .findFirst()
        .orElse(null);
  }

  /** Tells a listener of what is there; of what will come it is told by itself. */
  synchronized void observe(DestinationListener listener) {
    all.values().forEach(one -> listener.subscribed(one.name(), one.address()));
  }

  synchronized List<SubscriptionFigures> figures() {
    return all.values().stream().map(Subscription::figures).toList();
  }

  /** The figures of one subscription, or null when it is not there. */
  synchronized SubscriptionFigures figures(SubscriptionName name) {
    Subscription found = all.get(Key.of(name));
    return found == null ? null : found.figures();
  }

  /** Adds what a clean stop leaves in the store. */
  void leaveExact(WriteBatch batch) {
    List<Subscription> durable;
    synchronized (this) {
      durable = new ArrayList<>(all.values());
    }
    durable.stream().filter(Subscription::isDurable).forEach(s -> s.backlog().leaveExact(batch));
  }
}
