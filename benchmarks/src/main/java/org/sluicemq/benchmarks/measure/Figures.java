// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

/**
 * What one phase of load has shown, after its books were found to balance.
 *
 * @param messages how many messages were sent
 * @param throughPerSecond messages a second from the first send (of a drain: from opening the
 *     consumers) until all are received and all sends have returned; of a topic, messages sent and
 *     not copies received
 * @param sendsPerSecond messages a second from the first send to the end of the last
 * @param send how long a sender waited for one unit of work: one message, or one transaction
 * @param endToEnd from just before the send to the receipt
 */
public record Figures(
    long messages,
    double throughPerSecond,
    double sendsPerSecond,
    Percentiles send,
    Percentiles endToEnd) {

  /** So many in so many nanoseconds, a second. */
  public static double perSecond(long count, long nanos) {
    return count * 1e9 / Math.max(1, nanos);
  }
}
