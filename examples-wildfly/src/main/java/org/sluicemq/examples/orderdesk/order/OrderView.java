// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.order;

import java.time.Instant;

/**
 * An order as the page shows it.
 *
 * @param id the order's number
 * @param line what was ordered
 * @param placedAt when its transaction wrote it
 * @param outcome {@code SHIPPED} or {@code REJECTED}, or null while neither is recorded
 * @param reason why it was rejected, or null
 */
public record OrderView(long id, OrderLine line, Instant placedAt, String outcome, String reason) {}
