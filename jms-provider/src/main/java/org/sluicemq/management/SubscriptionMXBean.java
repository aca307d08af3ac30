// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.management;

/**
 * A named subscription of a topic as an operator sees it. Counts "since the start" begin at the
 * broker's start.
 */
public interface SubscriptionMXBean extends DestinationMXBean {

  /**
   * The topic it is of.
   *
   * @return the physical name
   */
  String getTopic();

  /**
   * The client identifier it belongs to.
   *
   * @return the identifier, or null when it belongs to none
   */
  String getClientId();

  /**
   * Whether it outlives its consumers and the broker.
   *
   * @return true if it is durable
   */
  boolean isDurable();

  /**
   * Whether it may have several consumers at a time.
   *
   * @return true if it is shared
   */
  boolean isShared();
}
