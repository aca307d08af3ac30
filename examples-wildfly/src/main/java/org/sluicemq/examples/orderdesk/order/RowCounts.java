// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.order;

/**
 * Rows counted in one statement, so that they belong together.
 *
 * @param placed order rows
 * @param shipped shipment rows
 * @param rejected rejection rows
 * @param duplicates deliveries of an order that had been dealt with before
 */
public record RowCounts(long placed, long shipped, long rejected, long duplicates) {}
