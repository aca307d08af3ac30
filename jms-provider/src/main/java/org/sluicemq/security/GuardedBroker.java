// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerConsumer;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.ConsumerRequest;
import org.sluicemq.broker.Delivery;
import org.sluicemq.broker.DeliverySink;
import org.sluicemq.broker.LocalBroker;
import org.sluicemq.broker.QueueView;
import org.sluicemq.broker.ReleaseReason;
import org.sluicemq.broker.SubscriptionFigures;
import org.sluicemq.broker.SubscriptionName;
import org.sluicemq.broker.transaction.Branches;
import org.sluicemq.broker.transaction.UnitOfWork;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.selector.Selector;

/**
 * The broker as one connection may use it: what needs a right is let through only with it. A right
 * to receive is asked for when a consumer is opened, one to browse when a browser is; one to send
 * at the first message to a destination. Thread-safe.
 *
 * <p>What a connection may do to the branches of transactions is said in {@link GuardedBranches}.
 *
 * <p>Whoever has the name of a temporary destination, which cannot be guessed, may send to it: it
 * was given to them for a reply. Only the connection that made it consumes it; the client sees to
 * that.
 */
final class GuardedBroker implements Broker {

  /** Stands for a temporary destination before it has its name. */
  private static final String TEMPORARY = Address.TEMPORARY_PREFIX + "new";

  private final LocalBroker broker;
  private final Identity who;
  private final Authorizer authorizer;
  private final Map<Permission, GrantedAddresses> granted = new EnumMap<>(Permission.class);
  private final GrantedAddresses there = new GrantedAddresses();
  private final GrantedAddresses sendable;
  private final Branches branches;

  GuardedBroker(LocalBroker broker, Identity who, Authorizer authorizer) {
    this.broker = broker;
    this.who = who;
    this.authorizer = authorizer;
    for (Permission permission : Permission.values()) {
      granted.put(permission, new GrantedAddresses());
    }
    sendable = granted.get(Permission.SEND);
    branches =
        new GuardedBranches(
            broker.branches(), () -> require(Permission.MANAGE, GuardedBranches.BRANCHES));
  }

  private void require(Permission permission, Address address) throws BrokerException {
    if (address.temporary() || granted.get(permission).covers(address)) {
      return;
    }
    ask(permission, address);
    granted.get(permission).add(address);
  }

  private void ask(Permission permission, Address address) throws BrokerException {
    boolean permitted;
    String reason = null;
    try {
      permitted = authorizer.permits(who, permission, address);
      if (!permitted) {
        reason = authorizer.reason(who, permission, address);
      }
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw refusal(
          permission, address, authorizer.getClass().getName() + " (setting authorizer) failed", e);
    }
    if (!permitted) {
      throw refusal(permission, address, reason, null);
    }
  }

  private BrokerException refusal(
      Permission permission, Address address, String reason, Throwable cause) {
    String destination =
        address.name().equals(TEMPORARY)
            ? "temporary " + kind(address) + "s (checked as '" + TEMPORARY + "')"
            : kind(address) + " '" + address.name() + "'";
    return new BrokerException(
        BrokerException.Reason.SECURITY,
        "User '"
            + Names.shown(who.name())
            + "' may not "
            + permission.phrase()
            + " "
            + destination
            + ": "
            + reason,
        cause);
  }

  private static String kind(Address address) {
    return address.kind().name().toLowerCase(Locale.ROOT);
  }

  /** A queue that is not there yet would come into being. */
  private void requireThere(Address address) throws BrokerException {
    if (address.kind() != Address.Kind.QUEUE || address.temporary() || there.covers(address)) {
      return;
    }
    if (broker.figures(address) == null) {
      ask(Permission.CREATE, address);
    }
    there.add(address);
  }

  private void requireSend(Address address) throws BrokerException {
    if (address.temporary() || sendable.covers(address)) {
      return;
    }
    ask(Permission.SEND, address);
    requireThere(address);
    sendable.add(address);
  }

  @Override
  public String name() {
    return broker.name();
  }

  @Override
  public String resourceManagerId() {
    return broker.resourceManagerId();
  }

  @Override
  public void declare(Address address) throws BrokerException {
    if (address.kind() == Address.Kind.TOPIC && !address.temporary()) {
      // It comes into being with the first message or consumer, after the right to that was asked.
      return;
    }
    requireThere(address);
    broker.declare(address);
  }

  @Override
  public Address createTemporary(Address.Kind kind, String connectionId) throws BrokerException {
    ask(Permission.CREATE, Address.of(kind, TEMPORARY));
    return broker.createTemporary(kind, connectionId);
  }

  @Override
  public void deleteTemporary(Address address) throws BrokerException {
    broker.deleteTemporary(address);
  }

  @Override
  public void send(Envelope envelope, String connectionId, UnitOfWork unit) throws BrokerException {
    requireSend(envelope.destination());
    broker.send(envelope, connectionId, unit);
  }

  @Override
  public void sendLater(Envelope envelope, String connectionId, SendListener listener)
      throws BrokerException {
    requireSend(envelope.destination());
    broker.sendLater(envelope, connectionId, listener);
  }

  @Override
  public BrokerConsumer consume(ConsumerRequest request, DeliverySink sink) throws BrokerException {
    require(Permission.RECEIVE, request.address());
    requireThere(request.address());
    SubscriptionName subscription = request.subscription();
    if (subscription != null && subscription.durable()) {
      // One of another topic would be replaced, and what waits for it be gone.
      requireSubscribed(subscription);
    }
    return broker.consume(request, sink);
  }

  @Override
  public void unsubscribe(String clientId, String name) throws BrokerException {
    requireSubscribed(new SubscriptionName(clientId, name, true, false));
    broker.unsubscribe(clientId, name);
  }

  /** Who may not receive from a topic must not end what others have subscribed there. */
  private void requireSubscribed(SubscriptionName name) throws BrokerException {
    SubscriptionFigures found = broker.figures(name);
    if (found != null) {
      require(Permission.RECEIVE, found.figures().address());
    }
  }

  @Override
  public QueueView browse(Address queue, Selector selector) throws BrokerException {
    require(Permission.BROWSE, queue);
    requireThere(queue);
    return broker.browse(queue, selector);
  }

  @Override
  public void acknowledge(List<Delivery> deliveries, UnitOfWork unit, boolean wait)
      throws BrokerException {
    broker.acknowledge(deliveries, unit, wait);
  }

  @Override
  public void release(List<Delivery> deliveries, ReleaseReason reason) {
    broker.release(deliveries, reason);
  }

  @Override
  public UnitOfWork begin() {
    return broker.begin();
  }

  @Override
  public void commit(UnitOfWork unit) throws BrokerException {
    broker.commit(unit);
  }

  @Override
  public void rollback(UnitOfWork unit) {
    broker.rollback(unit);
  }

  @Override
  public Branches branches() {
    return branches;
  }

  @Override
  public void claimClientId(String clientId, String connectionId) throws BrokerException {
    broker.claimClientId(clientId, connectionId);
  }

  @Override
  public void connectionClosed(String connectionId) {
    broker.connectionClosed(connectionId);
  }

  @Override
  public Registration onStop(StopListener listener) {
    return broker.onStop(listener);
  }
}
