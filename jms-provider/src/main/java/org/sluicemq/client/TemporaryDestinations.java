// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.message.Address;

/** The temporary destinations of one connection (section 6.2.2). Safe for any thread. */
final class TemporaryDestinations {

  private final Broker broker;
  private final String connectionId;
  private final Set<Address> own = ConcurrentHashMap.newKeySet();

  TemporaryDestinations(Broker broker, String connectionId) {
    this.broker = broker;
    this.connectionId = connectionId;
  }

  Address create(Address.Kind kind) throws JMSException {
    try {
      Address address = broker.createTemporary(kind, connectionId);
      own.add(address);
      return address;
    } catch (BrokerException e) {
      throw Failures.of(e);
    }
  }

  /** Refuses a consumer on somebody else's temporary destination. */
  void requireConsumable(Address address) throws InvalidDestinationException {
    if (address.temporary() && !own.contains(address)) {
      throw new InvalidDestinationException(
          "The temporary destination '"
              + address.name()
              + "' can only be consumed by the connection that created it, and until it is deleted");
    }
  }

  static void delete(SluiceConnection owner, JmsDestination destination) throws JMSException {
    if (owner == null) {
      throw new JMSException(
          "The temporary destination '"
              + destination
              + "' can only be deleted through the object that its own connection created");
    }
    owner.requireOpen();
    owner.temporaries().delete(destination.address());
  }

  private void delete(Address address) throws JMSException {
    if (!own.contains(address)) {
      return;
    }
    try {
      broker.deleteTemporary(address);
    } catch (BrokerException e) {
      throw Failures.of(e);
    }
    own.remove(address);
  }
}
