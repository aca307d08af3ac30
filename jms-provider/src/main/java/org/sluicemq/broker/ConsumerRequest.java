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
 */
public record ConsumerRequest(
    Address address, Selector selector, String connectionId, boolean noLocal) {}
