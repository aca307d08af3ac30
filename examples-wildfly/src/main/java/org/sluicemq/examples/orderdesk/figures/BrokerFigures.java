// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.figures;

/** What the broker says of its queues. The only place that knows how it is asked. */
public interface BrokerFigures {

  /** The figures of a queue; a queue that nothing was ever sent to has none. */
  QueueFigures of(String queue);

  /**
   * A queue in figures.
   *
   * @param depth messages stored: waiting and in flight, without sends that are not yet committed
   * @param inFlight messages delivered or locked by a transaction and not yet committed; null when
   *     the broker does not tell
   */
  record QueueFigures(long depth, Long inFlight) {}
}
