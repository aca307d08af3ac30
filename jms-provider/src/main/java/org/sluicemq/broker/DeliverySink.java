// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

/** Where a consumer's deliveries go. */
@FunctionalInterface
public interface DeliverySink {

  /**
   * Takes a delivery that was paid for with credit. Called under the backlog's lock, by any thread,
   * in order: it must only put the delivery aside and wake somebody, and never call the broker.
   *
   * @param delivery the delivery, outstanding from now on
   */
  void deliver(Delivery delivery);

  /**
   * Somebody else waits and would take what this consumer was given in advance by {@link
   * BrokerConsumer#fetch}: what the application has not seen should be released, as {@link
   * ReleaseReason#NOT_SEEN}. Called on the broker's own thread without any lock. It may call the
   * broker, and must not wait for the application.
   */
  default void recall() {}
}
