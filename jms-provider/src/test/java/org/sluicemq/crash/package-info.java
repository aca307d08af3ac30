// SPDX-License-Identifier: Apache-2.0

/**
 * The whole provider under the worst: real processes are killed under load, a simulated disk loses
 * its power or fails under a broker, and a ledger accounts for every message afterwards.
 */
package org.sluicemq.crash;
