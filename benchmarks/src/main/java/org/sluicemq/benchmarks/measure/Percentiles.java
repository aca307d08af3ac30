// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

/**
 * Two points of a distribution of latencies.
 *
 * @param p50Micros half of all were at most this long, in microseconds
 * @param p99Micros 99 of 100 were at most this long, in microseconds
 */
public record Percentiles(double p50Micros, double p99Micros) {}
