// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sluicemq.message.Address;

/**
 * Destinations for which one question of a connection has been answered with yes, so that it is not
 * asked again. Bounded: a client that uses ever new names must not fill the memory. Thread-safe.
 */
final class GrantedAddresses {

  private static final int MOST = 1_000;

  private final Set<Address> granted = ConcurrentHashMap.newKeySet();

  /** A producer sends from one and the same object each time; any thread may see any of them. */
  private Address last;

  boolean covers(Address address) {
    return address == last || granted.contains(address);
  }

  void add(Address address) {
    if (granted.size() >= MOST) {
      granted.clear();
    }
    granted.add(address);
    last = address;
  }
}
