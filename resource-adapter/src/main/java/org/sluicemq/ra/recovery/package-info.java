// SPDX-License-Identifier: Apache-2.0

/**
 * The name by which a server's transaction log knows a broker, so that recovery can tell a branch
 * that is done from one whose broker it has not reached.
 *
 * <p>Called by {@code ra.outbound} and {@code ra.inbound}. Calls nothing of the house.
 */
package org.sluicemq.ra.recovery;
