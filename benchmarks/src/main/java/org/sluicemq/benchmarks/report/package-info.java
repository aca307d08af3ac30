// SPDX-License-Identifier: Apache-2.0
/**
 * What is told: medians, ratios, the Markdown tables and the chart. Called by the root package;
 * calls {@code round}, {@code measure} and {@code workload} for what they have measured, and runs
 * nothing.
 */
package org.sluicemq.benchmarks.report;
