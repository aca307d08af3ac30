// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.selector.Selector;

/**
 * A subscription of a topic: what it wants, and what waits for it. Immutable, but for its backlog.
 *
 * @param topic the topic it is of
 * @param name how it is found; null when it belongs to its one consumer
 * @param selector which messages it wants
 * @param noLocal whether it leaves out what its own connection or client publishes
 * @param connectionId the connection it belongs to; null when it may outlive it
 * @param backlog what waits for it
 */
record Subscription(
    Topic topic,
    SubscriptionName name,
    Selector selector,
    boolean noLocal,
    String connectionId,
    Backlog backlog) {

  boolean isDurable() {
    return name != null && name.durable();
  }

  Address address() {
    return backlog.address();
  }

  boolean wants(Envelope envelope, String publisher, ClientIds clientIds) {
    return !(noLocal && isLocal(publisher, clientIds)) && selector.matches(envelope, 1);
  }

  private boolean isLocal(String publisher, ClientIds clientIds) {
    return connectionId == null
        ? clientIds.isHeld(name.clientId(), publisher)
        : connectionId.equals(publisher);
  }

  /** Whether a consumer asks for just this subscription and not for another of the same name. */
  boolean fits(ConsumerRequest request) {
    return address().equals(request.address())
        && selector.equals(request.selector())
        && noLocal == request.noLocal();
  }

  SubscriptionFigures figures() {
    return new SubscriptionFigures(name, backlog.figures());
  }
}
