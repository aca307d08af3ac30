// SPDX-License-Identifier: Apache-2.0
/**
 * What is measured: the rows, and the stamp that each message carries so that its delivery can be
 * proven. Every other package of the benchmarks may call it; it calls none of them.
 */
package org.sluicemq.benchmarks.workload;
