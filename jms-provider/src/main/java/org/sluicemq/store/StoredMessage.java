// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import org.sluicemq.message.Envelope;

/**
 * A message at its place in a backlog.
 *
 * @param key its place, see {@link MessageKey}
 * @param envelope the message
 * @param deliveryCount how often it has been delivered and not acknowledged, 0 when new
 */
public record StoredMessage(long key, Envelope envelope, int deliveryCount) {}
