// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

/**
 * How a named subscription of a topic is found (Jakarta Messaging 3.1 section 8.3). Durable ones,
 * shared or not, have their names in common for a client identifier; shared ones that are not
 * durable have names of their own.
 *
 * @param clientId the client identifier it belongs to; null for a shared one that belongs to none
 * @param name its name
 * @param durable whether it outlives its consumers and the broker
 * @param shared whether it may have several consumers at a time
 */
public record SubscriptionName(String clientId, String name, boolean durable, boolean shared) {

  /** What people are told. */
  @Override
  public String toString() {
    return "'" + name + "'" + (clientId == null ? "" : " of client '" + clientId + "'");
  }
}
