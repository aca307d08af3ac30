// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Which connection has which client identifier (section 6.1.2). Thread-safe. */
final class ClientIds {

  private final ConcurrentMap<String, String> holders = new ConcurrentHashMap<>();

  void claim(String clientId, String connectionId) throws BrokerException {
    String holder = holders.putIfAbsent(clientId, connectionId);
    if (holder != null && !holder.equals(connectionId)) {
      throw new BrokerException(
          BrokerException.Reason.IN_USE,
          "The client identifier '"
              + clientId
              + "' is in use by another connection; close that or choose another identifier");
    }
  }

  void release(String connectionId) {
    holders.values().remove(connectionId);
  }

  /** Whether a connection has an identifier; neither need be there. */
  boolean isHeld(String clientId, String connectionId) {
    return clientId != null && connectionId != null && connectionId.equals(holders.get(clientId));
  }
}
