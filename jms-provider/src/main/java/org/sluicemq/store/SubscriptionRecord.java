// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

/**
 * A durable subscription as the store keeps it, beside the number and topic of its {@link
 * BacklogRecord}.
 *
 * @param log the number of the topic's log
 * @param clientId the client identifier it belongs to; null when it belongs to none
 * @param name its name, unique with the client identifier
 * @param shared whether it may have several consumers at a time
 * @param noLocal whether it leaves out what its own client publishes
 * @param selector the text of its selector; null when it takes everything
 * @param start messages of the log with a greater arrival are for it; those that were given their
 *     place before it began are not
 */
public record SubscriptionRecord(
    int log,
    String clientId,
    String name,
    boolean shared,
    boolean noLocal,
    String selector,
    long start) {}
