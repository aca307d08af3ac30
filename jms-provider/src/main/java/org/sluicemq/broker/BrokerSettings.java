// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.broker.transaction.TransactionPolicy;

/**
 * What a broker is told at its start.
 *
 * @param name the broker's name, the same for everybody who shares its store
 * @param maxMessageSize the largest message that is taken, in bytes of body and properties
 * @param memoryLimit the bytes that waiting messages may hold in memory over all destinations
 * @param redelivery what happens to messages whose delivery fails
 * @param transactions how long branches may take
 */
public record BrokerSettings(
    String name,
    long maxMessageSize,
    long memoryLimit,
    RedeliveryPolicy redelivery,
    TransactionPolicy transactions) {

  /**
   * Settings with the usual times for branches.
   *
   * @param name the broker's name
   * @param maxMessageSize the largest message that is taken
   * @param memoryLimit the bytes that waiting messages may hold in memory
   * @param redelivery what happens to messages whose delivery fails
   */
  public BrokerSettings(
      String name, long maxMessageSize, long memoryLimit, RedeliveryPolicy redelivery) {
    this(name, maxMessageSize, memoryLimit, redelivery, TransactionPolicy.DEFAULT);
  }
}
