// SPDX-License-Identifier: Apache-2.0

/**
 * Provisions WildFly, deploys the resource adapter and the order desk, starts and stops the server.
 * Runs outside the server; nothing in the order desk calls it.
 */
package org.sluicemq.examples.launcher;
