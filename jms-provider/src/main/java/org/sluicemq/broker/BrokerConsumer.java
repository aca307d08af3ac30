// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

/** An open consumer. Safe for any thread. */
public interface BrokerConsumer extends AutoCloseable {

  /**
   * Allows more deliveries. What is available is delivered to the sink, on this thread, before the
   * call returns.
   *
   * @param deliveries how many more, at least 1
   */
  void credit(int deliveries);

  /**
   * Takes all unused credit back. When it returns, no further delivery reaches the sink until
   * credit is given again.
   *
   * @return how much was unused
   */
  int withdrawCredit();

  /**
   * Ends the consumer: no further delivery reaches the sink. Outstanding deliveries stay
   * outstanding; whoever holds them acknowledges or releases them.
   */
  @Override
  void close();
}
