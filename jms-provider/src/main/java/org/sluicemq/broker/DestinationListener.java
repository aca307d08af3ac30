// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.message.Address;

/** Told of destinations that come and go; temporary ones are left out. Must be quick. */
public interface DestinationListener {

  /**
   * A destination is there.
   *
   * @param address its address
   */
  void created(Address address);

  /**
   * A named subscription is there.
   *
   * @param name how it is found
   * @param topic the topic it is of
   */
  default void subscribed(SubscriptionName name, Address topic) {}

  /**
   * A named subscription is gone.
   *
   * @param name how it was found
   * @param topic the topic it was of
   */
  default void unsubscribed(SubscriptionName name, Address topic) {}
}
