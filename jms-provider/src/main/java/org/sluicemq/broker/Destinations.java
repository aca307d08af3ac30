// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sluicemq.message.Address;
import org.sluicemq.store.BacklogRecord;
import org.sluicemq.store.RefusedBatchException;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.WriteBatch;

/**
 * The destinations of a broker by address. A queue is kept in the store from its first use; topics
 * and temporary destinations live in memory. Thread-safe.
 */
final class Destinations {

  private final ConcurrentMap<Address, Backlog> queues = new ConcurrentHashMap<>();
  private final ConcurrentMap<Address, Topic> topics = new ConcurrentHashMap<>();
  private final ConcurrentMap<Address, String> temporaryOwners = new ConcurrentHashMap<>();
  private final List<DestinationListener> listeners = new CopyOnWriteArrayList<>();
  private final Engine engine;
  private final ClientIds clientIds;
  private final BacklogNumbers numbers = new BacklogNumbers();
  private final NamedSubscriptions subscriptions;

  Destinations(Engine engine, ClientIds clientIds) {
    this.engine = engine;
    this.clientIds = clientIds;
    this.subscriptions = new NamedSubscriptions(engine, numbers, this::topic, listeners);
  }

  /** Takes back the queues, topics and durable subscriptions that were found in the store. */
  void recovered(StoreState state) throws StoreException, BrokerException {
    state.dropped().forEach(numbers::found);
    List<StoreState.Backlog> found = state.backlogs();
    for (StoreState.Backlog backlog : found) {
      numbers.found(backlog.record().id());
      if (backlog.record().isLog()) {
        topic(backlog.record().address()).recoveredLog(backlog);
      } else if (backlog.record().subscription() == null) {
        queues.put(backlog.record().address(), Backlog.stored(engine, backlog));
      }
    }
    for (StoreState.Backlog backlog : found) {
      if (backlog.record().subscription() != null) {
        subscriptions.recovered(backlog);
      }
    }
  }

  /** The subscriptions that have a name. */
  NamedSubscriptions subscriptions() {
    return subscriptions;
  }

  /** The queue of an address, created if it is not there. */
  Backlog queue(Address address) throws BrokerException {
    Backlog queue = queues.get(address);
    if (queue != null) {
      return queue;
    }
    refuseTemporary(address);
    return create(address);
  }

  /** The topic of an address, created if it is not there. */
  Topic topic(Address address) throws BrokerException {
    Topic topic = topics.get(address);
    if (topic != null) {
      return topic;
    }
    refuseTemporary(address);
    Topic created = new Topic(engine, clientIds, address);
    Topic existing = topics.putIfAbsent(address, created);
    if (existing != null) {
      return existing;
    }
    tell(address);
    return created;
  }

  /** Tells a listener of what is there and of what will come. */
  void observe(DestinationListener listener) {
    listeners.add(listener);
    queues.keySet().stream().filter(address -> !address.temporary()).forEach(listener::created);
    topics.keySet().stream().filter(address -> !address.temporary()).forEach(listener::created);
    subscriptions.observe(listener);
  }

  private void tell(Address address) {
    listeners.forEach(listener -> listener.created(address));
  }

  private static void refuseTemporary(Address address) throws BrokerException {
    if (address.temporary()) {
      throw new BrokerException(
          BrokerException.Reason.INVALID_DESTINATION,
          "The temporary destination '" + address.name() + "' has been deleted");
    }
  }

  private synchronized Backlog create(Address address) throws BrokerException {
    Backlog existing = queues.get(address);
    if (existing != null) {
      return existing;
    }
    BacklogRecord record =
        new BacklogRecord(numbers.next("Queue '" + address.name() + "'"), address);
    try {
      engine.store().write(new WriteBatch().create(record));
    } catch (StoreException e) {
      if (!(e instanceof RefusedBatchException)) {
        engine.onStoreFailure().accept(e);
      }
      throw new BrokerException(
          BrokerException.Reason.STORE,
          "Queue '" + address.name() + "' cannot be created: " + e.getMessage(),
          e);
    }
    Backlog queue = Backlog.stored(engine, new StoreState.Backlog(record, 0, 0, 0));
    queues.put(address, queue);
    tell(address);
    return queue;
  }

  /** A temporary destination that belongs to a connection. */
  Address createTemporary(Address.Kind kind, String connectionId) {
    Address address = Address.of(kind, Address.TEMPORARY_PREFIX + UUID.randomUUID());
    if (kind == Address.Kind.QUEUE) {
      queues.put(address, Backlog.inMemory(engine, address));
    } else {
      topics.put(address, new Topic(engine, clientIds, address));
    }
    temporaryOwners.put(address, connectionId);
    return address;
  }

  /** Deletes a temporary destination that nobody reads. */
  void deleteTemporary(Address address) throws BrokerException {
    Backlog queue = queues.get(address);
    Topic topic = topics.get(address);
    if (queue != null && queue.hasConsumers() || topic != null && topic.hasConsumers()) {
      throw new BrokerException(
          BrokerException.Reason.IN_USE,
          "The temporary destination '"
              + address.name()
              + "' cannot be deleted while it has consumers; close them first");
    }
    drop(address);
  }

  /** Deletes the temporary destinations of a connection that has ended. */
  void connectionClosed(String connectionId) {
    temporaryOwners.forEach(
        (address, owner) -> {
          if (owner.equals(connectionId)) {
            drop(address);
          }
        });
  }

  private void drop(Address address) {
    temporaryOwners.remove(address);
    topics.remove(address);
    Backlog queue = queues.remove(address);
    if (queue != null) {
      queue.discard();
    }
  }

  /**
   * The queue or durable subscription with a backlog's number, for branches found in doubt; null
   * when nothing is.
   */
  Backlog byId(int id) {
    return queues.values().stream()
        .filter(queue -> queue.id() == id && !queue.address().temporary())
        .findFirst()
        .orElseGet(() -> subscriptions.byId(id));
  }

  /** The figures of one destination, or null when it is not there. */
  DestinationFigures figures(Address address) {
    Backlog queue = queues.get(address);
    Topic topic = topics.get(address);
    return queue != null ? queue.figures() : topic != null ? topic.figures() : null;
  }

  List<DestinationFigures> figures() {
    List<DestinationFigures> all = new ArrayList<>();
    queues.values().forEach(queue -> all.add(queue.figures()));
    topics.values().forEach(topic -> all.add(topic.figures()));
    return all;
  }

  /** What a clean stop leaves in the store. */
  WriteBatch leaveExact() {
    WriteBatch batch = new WriteBatch();
    queues.values().forEach(queue -> queue.leaveExact(batch));
    subscriptions.leaveExact(batch);
    return batch;
  }
}
