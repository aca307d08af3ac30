// SPDX-License-Identifier: Apache-2.0

/**
 * The check that is always on the page: orders placed = shipped + waiting + dead-lettered +
 * rejected. Called by the page; calls the rows and the broker's figures.
 */
package org.sluicemq.examples.orderdesk.check;
