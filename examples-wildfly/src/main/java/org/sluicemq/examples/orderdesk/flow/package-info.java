// SPDX-License-Identifier: Apache-2.0

/**
 * The way of an order: placed with its message in one transaction, shipped in another, given up and
 * sent back. Called by the imports and the page; calls the rows, the figures' events and Jakarta
 * Messaging.
 */
package org.sluicemq.examples.orderdesk.flow;
