// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.sluicemq.broker.transaction.Operation;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.WriteListener;

/**
 * Takes messages in: refuses what is too large or has no room, and brings the others to their
 * destination at once, later, or with a unit of work. What could not be written is undone, whatever
 * kept it from being written. Thread-safe.
 */
final class Sends {

  private final Engine engine;
  private final BrokerSettings settings;
  private final Destinations destinations;
  private final Refusals refusals;
  private final UndecidedSends undecided;

  Sends(Engine engine, BrokerSettings settings, Destinations destinations, Refusals refusals) {
    this.engine = engine;
    this.settings = settings;
    this.destinations = destinations;
    this.refusals = refusals;
    this.undecided = new UndecidedSends(settings.memoryLimit());
  }

  /** How many bytes sends hold that nothing is decided about. */
  long undecidedBytes() {
    return undecided.held();
  }

  /** A send of a branch that was found prepared. */
  Operation recovered(Envelope send) throws BrokerException {
    Operation operation =
        send.destination().kind() == Address.Kind.TOPIC
            ? new PublishOperation(destinations.topic(send.destination()), send, null)
            : new SendOperation(destinations.queue(send.destination()), send);
    return undecided.recovered(operation, send);
  }

  /**
   * Sends a message: durable and offered when this returns, or when the unit commits.
   *
   * @param unit the unit of work it belongs to, or null
   * @throws BrokerException as for {@link Broker#send}
   */
  void send(Envelope envelope, String connectionId, UnitOfWork unit) throws BrokerException {
    refuseTooLarge(envelope);
    Operation operation = sendOperation(envelope, connectionId);
    if (unit != null) {
      addSend(unit, operation, envelope);
      return;
    }
    if (operation instanceof SendOperation send && send.sendAtOnce()) {
      return;
    }
    try {
      WriteBatch batch = new WriteBatch();
      operation.commit(batch);
      if (!batch.isEmpty()) {
        engine.store().write(batch);
      }
    } catch (StoreException e) {
      undo(operation);
      throw sendRefused(envelope, e);
    } catch (RuntimeException | Error e) {
      // A place that stayed reserved would hold up the messages of all others behind it.
      undo(operation);
      throw e;
    }
    operation.committed();
    operation.settled();
  }

  /**
   * Sends a message that takes its place at once; the listener is told when it is durable.
   *
   * @throws BrokerException as for {@link Broker#sendLater}
   */
  void sendLater(Envelope envelope, String connectionId, Broker.SendListener listener)
      throws BrokerException {
    refuseTooLarge(envelope);
    Operation operation = undecided.admit(sendOperation(envelope, connectionId), envelope);
    AtomicBoolean ended = new AtomicBoolean();
    WriteListener written =
        failure -> {
          if (!ended.compareAndSet(false, true)) {
            return;
          }
          if (failure == null) {
            operation.committed();
            operation.settled();
            listener.sent(null);
          } else {
            undo(operation);
            listener.sent(sendRefused(envelope, failure));
          }
        };
    try {
      WriteBatch batch = new WriteBatch();
      operation.commit(batch);
      if (batch.isEmpty()) {
        written.written(null);
      } else {
        engine.writeSoon(batch, written);
      }
    } catch (RuntimeException | Error e) {
      if (ended.compareAndSet(false, true)) {
        undo(operation);
      }
      throw e;
    }
  }

  private static void undo(Operation operation) {
    operation.rolledBack();
    operation.settled();
  }

  private BrokerException sendRefused(Envelope envelope, StoreException cause) {
    String id = envelope.messageId();
    return refusals.of("Message " + id + " was not sent", "message " + id + " was sent", cause);
  }

  private Operation sendOperation(Envelope envelope, String connectionId) throws BrokerException {
    Address address = envelope.destination();
    if (address.kind() == Address.Kind.TOPIC) {
      Topic topic = destinations.topic(address);
      refuseWithoutRoom(envelope, topic::needsMemory);
      return new PublishOperation(topic, envelope, connectionId);
    }
    Backlog queue = destinations.queue(address);
    refuseWithoutRoom(envelope, queue::needsMemory);
    return new SendOperation(queue, envelope);
  }

  private void refuseTooLarge(Envelope envelope) throws BrokerException {
    if (envelope.size() > settings.maxMessageSize()) {
      throw new BrokerException(
          BrokerException.Reason.LIMIT,
          "The message to '"
              + envelope.destination().name()
              + "' has "
              + envelope.size()
              + " bytes and the limit is "
              + settings.maxMessageSize()
              + "; raise the setting maxMessageSize or send less in one message");
    }
  }

  private void refuseWithoutRoom(Envelope envelope, Predicate<Envelope> needsMemory)
      throws BrokerException {
    MemoryBudget budget = engine.budget();
    if (!budget.hasRoomFor(envelope.size()) && needsMemory.test(envelope)) {
      throw new BrokerException(
          BrokerException.Reason.LIMIT,
          "The message to '"
              + envelope.destination().name()
              + "' is kept in memory only, and messages hold "
              + budget.used()
              + " of "
              + budget.limit()
              + " bytes there; consume what waits, send persistent messages to a queue, or raise"
              + " the setting memoryLimit");
    }
  }

  private void addSend(UnitOfWork unit, Operation send, Envelope envelope) throws BrokerException {
    Operation counted = undecided.admit(send, envelope);
    try {
      add(unit, counted);
    } catch (BrokerException e) {
      undo(counted);
      throw e;
    }
  }

  /** Adds something to a unit of work that may have ended. */
  static void add(UnitOfWork unit, Operation operation) throws BrokerException {
    try {
      unit.add(operation);
    } catch (IllegalStateException e) {
      throw new BrokerException(
          BrokerException.Reason.ROLLED_BACK,
          "The unit of work takes nothing any more: " + e.getMessage(),
          e);
    }
  }
}
