// SPDX-License-Identifier: Apache-2.0
/**
 * How many messages a selector is asked about in a second, on Sluice and its peers: no broker, no
 * disk, one thread. {@code SelectorBenchmark} is its command, beside that of the rows. Calls
 * nothing of the other packages.
 */
package org.sluicemq.benchmarks.selecting;
