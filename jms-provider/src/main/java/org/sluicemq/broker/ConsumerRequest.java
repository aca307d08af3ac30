// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.message.Address;
import org.sluicemq.selector.Selector;

/**
 * What a consumer wants.
 *
 * @param address the queue or topic
 * @param selector which messages
 * @param connectionId the connection the consumer belongs to
 * @param noLocal whether messages sent through the same connection are left out (topics only)
 * @param subscription the subscription of a topic to consume, made if it is not there; null for one
 *     of the consumer's own
 */
public record ConsumerRequest(
    Address address,
    Selector selector,
    String connectionId,
    boolean noLocal,
    SubscriptionName subscription) {

  /**
   * A consumer of a queue, or of a topic with a subscription of its own.
   *
   * @param address the queue or topic
   * @param selector which messages
   * @param connectionId the connection the consumer belongs to
   * @param noLocal whether messages sent through the same connection are left out
   */
  public ConsumerRequest(Address address, Selector selector, String connectionId, boolean noLocal) {
    this(address, selector, connectionId, noLocal, null);
  }
}
