// SPDX-License-Identifier: Apache-2.0
/**
 * How it is measured: producers and consumers over a connection factory, the ledger that proves
 * each message was received exactly once, latencies, and the raw disk as a floor. Called by the
 * {@code round} and {@code transfer} packages; calls {@code workload} only and knows no broker.
 */
package org.sluicemq.benchmarks.measure;
