// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluicemq.broker.transaction.BranchTable;
import org.sluicemq.broker.transaction.Operation;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.selector.Selector;
import org.sluicemq.store.BranchRecord;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.MessageStore;
import org.sluicemq.store.RefusedBatchException;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.StoreState;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.WriteBatch;

/**
 * The broker in this JVM, over one store. It joins the parts; each part's own class says how it
 * works. Thread-safe.
 */
public final class LocalBroker implements Broker, AutoCloseable {

  private final BrokerSettings settings;
  private final Engine engine;
  private final Lifecycle lifecycle;
  private final Destinations destinations;
  private final DeadLetters deadLetters;
  private final BranchTable branches;
  private final InDoubt inDoubt;
  private final Refusals refusals;
  private final Sends sends;
  private final ClientIds clientIds = new ClientIds();

  /**
   * Starts a broker on a store that was just opened; the broker owns the store and the scheduler
   * from now on.
   *
   * @param settings name and limits
   * @param store where messages rest
   * @param scheduler the broker's thread and clock
   * @return a running broker
   * @throws BrokerException if what the store holds cannot be taken up; the store is then closed
   */
  public static LocalBroker start(BrokerSettings settings, MessageStore store, Scheduler scheduler)
      throws BrokerException {
    return start(settings, store, null, scheduler);
  }

  /**
   * Starts a broker on a store that was just opened, with a second one for messages that need not
   * survive and for which memory has no room.
   *
   * @param settings name and limits
   * @param store where messages rest
   * @param overflow opens the second store when it is needed; null when such messages are refused
   * @param scheduler the broker's thread and clock
   * @return a running broker
   * @throws BrokerException if what the store holds cannot be taken up; the store is then closed
   */
  public static LocalBroker start(
      BrokerSettings settings, MessageStore store, OverflowOpener overflow, Scheduler scheduler)
      throws BrokerException {
    try {
      return new LocalBroker(
          settings, store, new Overflow(overflow, scheduler::execute), scheduler);
    } catch (StoreException e) {
      closeAfterFailure(store, scheduler, e);
      throw new BrokerException(
          BrokerException.Reason.STORE,
          "Broker '" + settings.name() + "' cannot start: " + e.getMessage(),
          e);
    } catch (BrokerException | RuntimeException e) {
      closeAfterFailure(store, scheduler, e);
      throw e;
    }
  }

  private static void closeAfterFailure(MessageStore store, Scheduler scheduler, Exception cause) {
    scheduler.close();
    try {
      store.close();
    } catch (StoreException e) {
      cause.addSuppressed(e);
    }
  }

  private LocalBroker(
      BrokerSettings settings, MessageStore durable, Overflow overflow, Scheduler scheduler)
      throws StoreException, BrokerException {
    this.settings = settings;
    this.lifecycle = new Lifecycle(settings.name());
    MessageStore store = overflow.isThere() ? new OverflowingStore(durable, overflow) : durable;
    this.engine =
        new Engine(
            store,
            overflow,
            new TransientNumbers(),
            scheduler,
            new MemoryBudget(settings.memoryLimit()),
            settings.redelivery(),
            this::storeFailed);
    this.destinations = new Destinations(engine, clientIds);
    this.refusals = new Refusals(engine);
    this.sends = new Sends(engine, settings, destinations, refusals);
    this.branches =
        new BranchTable(
            store,
            settings.transactions(),
            new SchedulerTimers(scheduler),
            lifecycle::whyNotRunning,
            this::storeFailed);
    this.inDoubt = new InDoubt(branches.decisions(), lifecycle);
    StoreState found = store.recover();
    destinations.recovered(found);
    Address deadLetterQueue = settings.redelivery().deadLetterQueue();
    this.deadLetters =
        new DeadLetters(
            engine, deadLetterQueue == null ? null : destinations.queue(deadLetterQueue));
    for (BranchRecord branch : found.branches()) {
      branches.recovered(branch, recoverOperations(branch));
    }
  }

  private List<Operation> recoverOperations(BranchRecord branch)
      throws StoreException, BrokerException {
    List<Operation> operations = new ArrayList<>();
    for (Envelope send : branch.sends()) {
      operations.add(sends.recovered(send));
    }
    for (long key : branch.acknowledged()) {
      Backlog queue = destinations.byId(MessageKey.backlog(key));
      List<StoredMessage> locked = engine.store().read(key - 1, key, 1, Long.MAX_VALUE);
      if (queue == null || locked.isEmpty()) {
        throw new StoreException(
            "Branch "
                + branch.identity()
                + " in doubt has received message "
                + key
                + ", which is not in the store: the store is damaged; restore it from a backup");
      }
      Entry entry = queue.lockRecovered(locked.get(0));
      operations.add(new AcknowledgeOperation(queue, entry, deadLetters));
    }
    return operations;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String resourceManagerId() {
    return settings.name();
  }

  @Override
  public void declare(Address address) throws BrokerException {
    lifecycle.requireRunning();
    if (address.kind() == Address.Kind.QUEUE) {
      destinations.queue(address);
    } else {
      destinations.topic(address);
    }
  }

  @Override
  public Address createTemporary(Address.Kind kind, String connectionId) throws BrokerException {
    lifecycle.requireRunning();
    return destinations.createTemporary(kind, connectionId);
  }

  @Override
  public void deleteTemporary(Address address) throws BrokerException {
    lifecycle.requireRunning();
    destinations.deleteTemporary(address);
  }

  @Override
  public void send(Envelope envelope, String connectionId, UnitOfWork unit) throws BrokerException {
    lifecycle.requireRunning();
    sends.send(envelope, connectionId, unit);
  }

  @Override
  public void sendLater(Envelope envelope, String connectionId, SendListener listener)
      throws BrokerException {
    lifecycle.requireRunning();
    sends.sendLater(envelope, connectionId, listener);
  }

  @Override
  public BrokerConsumer consume(ConsumerRequest request, DeliverySink sink) throws BrokerException {
    lifecycle.requireRunning();
    if (request.address().kind() == Address.Kind.TOPIC) {
      return request.subscription() == null
          ? destinations.topic(request.address()).subscribe(request, sink)
          : destinations.subscriptions().consume(request, sink);
    }
    Backlog queue = destinations.queue(request.address());
    LocalConsumer consumer = new LocalConsumer(queue, request.selector(), sink, () -> {});
    queue.add(consumer);
    return consumer;
  }

  @Override
  public void unsubscribe(String clientId, String name) throws BrokerException {
    lifecycle.requireRunning();
    destinations.subscriptions().unsubscribe(clientId, name);
  }

  @Override
  public void acknowledge(List<Delivery> deliveries, UnitOfWork unit, boolean wait)
      throws BrokerException {
    lifecycle.requireRunning();
    if (unit != null) {
      for (Delivery delivery : deliveries) {
        Outstanding outstanding = (Outstanding) delivery;
        Sends.add(
            unit,
            new AcknowledgeOperation(outstanding.backlog(), outstanding.entry(), deadLetters));
      }
      return;
    }
    WriteBatch batch = new WriteBatch();
    for (Delivery delivery : deliveries) {
      Outstanding outstanding = (Outstanding) delivery;
      if (outstanding.entry().stored()) {
        batch.remove(outstanding.entry().key);
      }
    }
    writeAcknowledgement(batch, wait);
    for (Delivery delivery : deliveries) {
      Outstanding outstanding = (Outstanding) delivery;
      outstanding.backlog().acknowledgedAlone(outstanding.entry());
    }
  }

  private void writeAcknowledgement(WriteBatch batch, boolean wait) throws BrokerException {
    if (!wait || batch.isEmpty()) {
      engine.writeLater(batch);
      return;
    }
    try {
      engine.store().write(batch);
    } catch (StoreException e) {
      throw refusals.of("The acknowledgement was not stored", "the acknowledgement was stored", e);
    }
  }

  @Override
  public void release(List<Delivery> deliveries, ReleaseReason reason) {
    Map<Backlog, List<Entry>> byBacklog = new LinkedHashMap<>();
    for (Delivery delivery : deliveries) {
      Outstanding outstanding = (Outstanding) delivery;
      byBacklog
          .computeIfAbsent(outstanding.backlog(), b -> new ArrayList<>())
          .add(outstanding.entry());
    }
    byBacklog.forEach(
        (backlog, entries) -> {
          backlog
              .takeBack(entries, reason)
              .forEach(exhausted -> deadLetters.move(backlog, exhausted));
          backlog.dispatch();
        });
  }

  @Override
  public UnitOfWork begin() {
    return new UnitOfWork();
  }

  @Override
  public void commit(UnitOfWork unit) throws BrokerException {
    if (unit.state() == UnitOfWork.State.ACTIVE) {
      requireRunningOrRollBack(unit);
    }
    try {
      unit.commit(engine.store(), new WriteBatch());
    } catch (RefusedBatchException e) {
      throw new BrokerException(
          BrokerException.Reason.ROLLED_BACK,
          "The unit of work was rolled back: " + e.getMessage(),
          e);
    } catch (StoreException e) {
      throw refusals.of("The unit of work was rolled back", "the unit of work was committed", e);
    } catch (IllegalStateException e) {
      throw new BrokerException(BrokerException.Reason.ROLLED_BACK, e.getMessage(), e);
    }
  }

  private void requireRunningOrRollBack(UnitOfWork unit) throws BrokerException {
    try {
      lifecycle.requireRunning();
    } catch (BrokerException e) {
      rollback(unit);
      throw e;
    }
  }

  @Override
  public void rollback(UnitOfWork unit) {
    unit.rollback();
  }

  @Override
  public BranchTable branches() {
    return branches;
  }

  @Override
  public QueueView browse(Address queue, Selector selector) throws BrokerException {
    lifecycle.requireRunning();
    return new LocalQueueView(destinations.queue(queue), engine, selector);
  }

  @Override
  public void claimClientId(String clientId, String connectionId) throws BrokerException {
    clientIds.claim(clientId, connectionId);
  }

  @Override
  public void connectionClosed(String connectionId) {
    clientIds.release(connectionId);
    destinations.connectionClosed(connectionId);
  }

  @Override
  public Registration onStop(StopListener listener) {
    return lifecycle.register(listener);
  }

  /**
   * The figures of every destination, each taken at one moment of its own.
   *
   * @return a list in no particular order
   */
  public List<DestinationFigures> figures() {
    return destinations.figures();
  }

  /**
   * The figures of one destination.
   *
   * @param address the destination
   * @return its figures at one moment, or null when it is not there
   */
  public DestinationFigures figures(Address address) {
    return destinations.figures(address);
  }

  /**
   * The figures of every subscription that has a name.
   *
   * @return a list, oldest first
   */
  public List<SubscriptionFigures> subscriptions() {
    return destinations.subscriptions().figures();
  }

  /**
   * The figures of one named subscription.
   *
   * @param name how it is found
   * @return its figures at one moment, or null when it is not there
   */
  public SubscriptionFigures figures(SubscriptionName name) {
    return destinations.subscriptions().figures(name);
  }

  /**
   * Registers somebody to be told of destinations: at once of those that are there, maybe twice of
   * one that is being created, later of new ones.
   *
   * @param listener told on the thread that creates the destination
   */
  public void observe(DestinationListener listener) {
    destinations.observe(listener);
  }

  /**
   * How many bytes waiting messages hold in memory.
   *
   * @return the bytes counted against the setting memoryLimit
   */
  public long memoryUsed() {
    return engine.budget().used();
  }

  /**
   * How many bytes waiting messages may hold in memory.
   *
   * @return the setting memoryLimit
   */
  public long memoryLimit() {
    return engine.budget().limit();
  }

  /**
   * How many bytes sends hold that nothing is decided about: those of transactions that are not
   * committed, of prepared branches and asynchronous ones under way.
   *
   * @return the bytes, which {@link #memoryUsed} does not count
   */
  public long undecidedBytes() {
    return sends.undecidedBytes();
  }

  /**
   * How many branches are prepared and wait for a decision.
   *
   * @return the number of branches in doubt
   */
  public int preparedBranches() {
    return branches.decisions().prepared();
  }

  /**
   * What an operator sees of the branches in doubt, and decides about them.
   *
   * @return always the same object
   */
  public InDoubt inDoubt() {
    return inDoubt;
  }

  private void storeFailed(StoreException cause) {
    if (lifecycle.fail(cause)) {
      engine.scheduler().execute(() -> lifecycle.tellListeners(cause));
    }
  }

  /**
   * Stops the broker and closes its store. What is not acknowledged is there at the next start;
   * prepared branches stay in doubt.
   *
   * @throws BrokerException if the last writes could not be made durable
   */
  @Override
  public void close() throws BrokerException {
    boolean wasRunning = lifecycle.stop();
    lifecycle.tellListeners(null);
    engine.scheduler().close();
    // The store is closed whatever becomes of the last write: its directory would stay locked.
    try (MessageStore closing = engine.store()) {
      WriteBatch last = wasRunning ? destinations.leaveExact() : new WriteBatch();
      if (!last.isEmpty()) {
        closing.write(last);
      }
    } catch (StoreException e) {
      throw new BrokerException(
          BrokerException.Reason.STORE,
          "Broker '" + name() + "' did not stop cleanly: " + e.getMessage(),
          e);
    }
  }
}
