// SPDX-License-Identifier: Apache-2.0

/**
 * Orders, their outcome and the catalogue as rows of the order desk's own database. Called by every
 * other package of the order desk; calls only JDBC.
 */
package org.sluicemq.examples.orderdesk.order;
