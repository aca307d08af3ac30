// SPDX-License-Identifier: Apache-2.0

/**
 * Imports of order files that survive a crash: their rows, their files, their steps. Called by the
 * page; calls the flow of orders, the rows and the file format.
 */
package org.sluicemq.examples.orderdesk.imports;
