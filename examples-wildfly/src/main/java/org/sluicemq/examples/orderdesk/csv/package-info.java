// SPDX-License-Identifier: Apache-2.0

/** Files of orders: lines, columns, and what can be wrong with them. Called by the imports. */
package org.sluicemq.examples.orderdesk.csv;
