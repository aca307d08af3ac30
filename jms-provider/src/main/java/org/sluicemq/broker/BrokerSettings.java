// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.broker.policy.RedeliveryPolicy;

/**
 * What a broker is told at its start.
 *
 * @param name the broker's name, the same for everybody who shares its store
 * @param maxMessageSize the largest message that is taken, in bytes of body and properties
 * @param memoryLimit the bytes that waiting messages may hold in memory over all destinations
 * @param redelivery what happens to messages whose delivery fails
 */
public record BrokerSettings(
    String name, long maxMessageSize, long memoryLimit, RedeliveryPolicy redelivery) {}
