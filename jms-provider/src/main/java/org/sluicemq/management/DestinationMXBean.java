// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.management;

/**
 * A queue or topic as an operator sees it. Counts "since the start" begin at the broker's start.
 */
public interface DestinationMXBean {

  /**
   * The destination's name.
   *
   * @return the physical name
   */
  String getName();

  /**
   * Messages that are there: waiting and in flight. Uncommitted sends are not counted.
   *
   * @return the number of messages
   */
  long getDepth();

  /**
   * Messages delivered, or locked by a transaction, and not yet settled.
   *
   * @return the number of messages
   */
  long getInFlight();

  /**
   * Open consumers.
   *
   * @return the number of consumers
   */
  int getConsumers();

  /**
   * Messages that became visible since the start.
   *
   * @return the number of messages
   */
  long getArrived();

  /**
   * Messages acknowledged since the start.
   *
   * @return the number of messages
   */
  long getAcknowledged();

  /**
   * Deliveries that failed since the start.
   *
   * @return the number of deliveries
   */
  long getRedelivered();

  /**
   * Messages moved away as dead letters since the start.
   *
   * @return the number of messages
   */
  long getDeadLettered();

  /**
   * Messages that expired since the start.
   *
   * @return the number of messages
   */
  long getExpired();
}
