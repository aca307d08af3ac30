// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import org.sluicemq.message.Address;

/**
 * A backlog as the store keeps it: a queue, the log of a topic, or a durable subscription of one.
 *
 * <p>A topic's messages rest once, in its log. A subscription has no rows of its own: it sees the
 * log's messages under <em>view keys</em>, which have its own number and the priority and arrival
 * of the log's key.
 *
 * @param id its number, the first part of its messages' keys
 * @param address the destination it serves
 * @param subscription what makes it a subscription; null for a queue or a log
 */
public record BacklogRecord(int id, Address address, SubscriptionRecord subscription) {

  /**
   * A queue, or the log of a topic.
   *
   * @param id its number
   * @param address the destination
   */
  public BacklogRecord(int id, Address address) {
    this(id, address, null);
  }

  /**
   * Whether it is the log of a topic, whose messages rest as long as a subscription wants them.
   *
   * @return true for a log
   */
  public boolean isLog() {
    return subscription == null && address.kind() == Address.Kind.TOPIC;
  }

  /**
   * What no two backlogs have in common: the address, or the name of a subscription with its client
   * identifier.
   *
   * @param address the destination; null for a subscription
   * @param clientId of a subscription; may be null
   * @param name of a subscription
   */
  public record Identity(Address address, String clientId, String name) {}

  /**
   * What tells this backlog from every other.
   *
   * @return the identity
   */
  public Identity identity() {
    return subscription == null
        ? new Identity(address, null, null)
        : new Identity(null, subscription.clientId(), subscription.name());
  }
}
