// SPDX-License-Identifier: Apache-2.0
/**
 * The command: reads its settings, lets the contenders take turns, and has the results written.
 * Nothing calls it; it may call every other package of the benchmarks.
 */
package org.sluicemq.benchmarks;
