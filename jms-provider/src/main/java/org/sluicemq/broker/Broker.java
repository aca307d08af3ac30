// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.List;
import javax.transaction.xa.Xid;
import org.sluicemq.broker.transaction.Branches;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.selector.Selector;

/**
 * All that a client may ask of a broker. One interface, so that a network front can stand beside
 * the JMS client.
 *
 * <p>Every method may be called by any thread and is unharmed by an interrupt of it.
 */
public interface Broker {

  /**
   * The broker's name: the same for everybody who shares its store.
   *
   * @return a name for people, logs and management
   */
  String name();

  /**
   * What makes this broker the same resource manager as another ({@code XAResource.isSameRM}).
   *
   * @return the broker's name, which is that of its store: it changes when the store is moved
   */
  String resourceManagerId();

  /**
   * Makes sure that a destination exists.
   *
   * @param address a queue or a topic
   * @throws BrokerException if the name is not allowed or the destination cannot be created
   */
  void declare(Address address) throws BrokerException;

  /**
   * Creates a temporary destination (Jakarta Messaging 3.1 section 6.2.2).
   *
   * @param kind queue or topic
   * @param connectionId the connection that owns it
   * @return its address
   * @throws BrokerException if it cannot be created
   */
  Address createTemporary(Address.Kind kind, String connectionId) throws BrokerException;

  /**
   * Deletes a temporary destination and what it holds.
   *
   * @param address a temporary destination
   * @throws BrokerException with {@link BrokerException.Reason#IN_USE} if it still has consumers
   */
  void deleteTemporary(Address address) throws BrokerException;

  /**
   * Sends a message. Without a unit of work it has been forced to disk when the call returns, if it
   * is persistent, and is offered to consumers; with one it waits for the commit.
   *
   * @param envelope the message, complete
   * @param connectionId the connection that sends, for subscriptions that do not want its messages
   * @param unit the unit of work, or null
   * @throws BrokerException if it was refused (size, limit, destination) or could not be stored; it
   *     is then not sent
   */
  void send(Envelope envelope, String connectionId, UnitOfWork unit) throws BrokerException;

  /**
   * Sends a message outside of any unit of work without waiting for the disk. The message takes its
   * place behind all that the calling thread has sent before, is made durable with others, and is
   * offered to consumers then.
   *
   * @param envelope the message, complete
   * @param connectionId the connection that sends
   * @param listener told once what became of it, on a thread of the store or, when nothing has to
   *     be stored, before this returns; it must be quick and must not call the broker. Those of one
   *     thread's stored messages are told in the order of the sends
   * @throws BrokerException if it was refused (size, limit, destination); it is then not sent and
   *     the listener is not told
   */
  void sendLater(Envelope envelope, String connectionId, SendListener listener)
      throws BrokerException;

  /** Told what became of a message that was sent without waiting. */
  @FunctionalInterface
  interface SendListener {
    /**
     * The message is sent, or could not be stored.
     *
     * @param failure null when it is durable, if it is persistent, and offered to consumers
     */
    void sent(BrokerException failure);
  }

  /**
   * Opens a consumer. It gets nothing until it gives credit.
   *
   * @param request what to consume and how
   * @param sink where deliveries go
   * @return the consumer
   * @throws BrokerException if the destination is not there or not to be had
   */
  BrokerConsumer consume(ConsumerRequest request, DeliverySink sink) throws BrokerException;

  /**
   * Deletes a durable subscription and what waits for it (Jakarta Messaging 3.1 section 8.3.3).
   *
   * @param clientId the client identifier it belongs to, or null
   * @param name its name
   * @throws BrokerException with {@link BrokerException.Reason#INVALID_DESTINATION} if there is
   *     none of this name, with {@link BrokerException.Reason#IN_USE} if it has a consumer or
   *     messages that are not settled
   */
  void unsubscribe(String clientId, String name) throws BrokerException;

  /**
   * Acknowledges deliveries.
   *
   * @param deliveries deliveries that are outstanding, in order
   * @param unit the unit of work in which they count as received, or null for at once
   * @param wait without a unit: whether to return only when the acknowledgement is durable; if
   *     false, a crash in the next milliseconds may bring the messages again, marked as redelivered
   * @throws BrokerException if the store failed; the deliveries are then still outstanding
   */
  void acknowledge(List<Delivery> deliveries, UnitOfWork unit, boolean wait) throws BrokerException;

  /**
   * Gives deliveries back to their places in the backlog.
   *
   * @param deliveries deliveries that are outstanding and in no unit of work
   * @param reason why; decides whether the delivery counts
   */
  void release(List<Delivery> deliveries, ReleaseReason reason);

  /**
   * Begins a local unit of work.
   *
   * @return an active unit
   */
  UnitOfWork begin();

  /**
   * Commits: all of it is durable when the call returns.
   *
   * @param unit an active unit
   * @throws BrokerException if it could not be made durable; it is then rolled back
   */
  void commit(UnitOfWork unit) throws BrokerException;

  /**
   * Rolls back: what was sent is gone, what was received is delivered again with its count raised.
   *
   * @param unit an active unit
   * @throws IllegalStateException if it is not active any more
   */
  void rollback(UnitOfWork unit);

  /**
   * The branches of distributed transactions, keyed by {@link Xid}.
   *
   * @return what this broker has, as far as its user may drive it; always the same object
   */
  Branches branches();

  /**
   * A look at a queue that takes nothing: each message that was there when it began and still is.
   *
   * @param queue the queue
   * @param selector which messages
   * @return a view to be read by one thread
   * @throws BrokerException if the queue cannot be browsed
   */
  QueueView browse(Address queue, Selector selector) throws BrokerException;

  /**
   * Takes a client identifier for a connection (Jakarta Messaging 3.1 section 6.1.2).
   *
   * @param clientId the identifier
   * @param connectionId the connection
   * @throws BrokerException with {@link BrokerException.Reason#IN_USE} if another connection has it
   */
  void claimClientId(String clientId, String connectionId) throws BrokerException;

  /**
   * Ends a connection: its client identifier and its temporary destinations are given up. Consumers
   * and units of work are closed by the client before.
   *
   * @param connectionId the connection
   */
  void connectionClosed(String connectionId);

  /**
   * Registers somebody to be told, at most once, when the broker stops by itself or is stopped.
   *
   * @param listener called on a thread of the broker
   * @return what ends the registration
   */
  Registration onStop(StopListener listener);

  /** Told that the broker stopped. */
  @FunctionalInterface
  interface StopListener {
    /**
     * The broker stopped.
     *
     * @param cause why, or null when it was asked to
     */
    void stopped(Throwable cause);
  }

  /** A registration that can be ended. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
