// SPDX-License-Identifier: Apache-2.0
/**
 * One round of one contender: a JVM of its own that starts the broker, warms it up, measures, and
 * hands its figures to the JVM that launched it; the round of one contender through all rows about
 * transactions; and the course of one contender through a deep backlog, which takes several JVMs.
 * Called by the root package; calls {@code transfer}, {@code measure}, {@code contender} and {@code
 * workload}.
 */
package org.sluicemq.benchmarks.round;
