// SPDX-License-Identifier: Apache-2.0

/**
 * Figures: what the broker says of its queues, and how many orders a second go through. Called by
 * the flow of orders, the check and the page; calls the rows, Jakarta Messaging and JMX.
 */
package org.sluicemq.examples.orderdesk.figures;
