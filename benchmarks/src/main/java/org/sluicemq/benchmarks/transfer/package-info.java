// SPDX-License-Identifier: Apache-2.0
/**
 * Transactions that send one message each: in a session's own transaction, under a transaction
 * manager, and together with a row of a database. Called by the {@code round} package; calls {@code
 * contender} for the broker that runs, {@code measure} and {@code workload}.
 */
package org.sluicemq.benchmarks.transfer;
