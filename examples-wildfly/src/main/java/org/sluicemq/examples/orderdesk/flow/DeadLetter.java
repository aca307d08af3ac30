// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.flow;

import java.time.Instant;

/**
 * An order in the dead-letter queue.
 *
 * @param messageId what it is taken out by
 * @param orderId the order's number
 * @param article the article's code in the message
 * @param quantity how many
 * @param cause text of the last failure
 * @param attempts how often it was delivered, 0 when the provider does not say
 * @param diedAt when it was given up, or null when the provider does not say
 */
public record DeadLetter(
    String messageId,
    long orderId,
    String article,
    int quantity,
    String cause,
    int attempts,
    Instant diedAt) {}
