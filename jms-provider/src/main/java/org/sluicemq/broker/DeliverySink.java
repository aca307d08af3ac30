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
}
