// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

/**
 * A contender without a figure in a row.
 *
 * @param contender its name
 * @param reason why, in words that can follow its name
 * @param failed whether it was meant to have one
 */
public record Absence(String contender, String reason, boolean failed) {}
