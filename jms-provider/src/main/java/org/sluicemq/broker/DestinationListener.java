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
}
