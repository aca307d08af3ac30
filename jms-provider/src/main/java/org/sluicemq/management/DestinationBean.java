// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.management;

import org.sluicemq.broker.DestinationFigures;
import org.sluicemq.broker.LocalBroker;
import org.sluicemq.message.Address;

/** Reads a destination for JMX. */
record DestinationBean(LocalBroker broker, Address address) implements DestinationMXBean {

  private DestinationFigures figures() {
    DestinationFigures figures = broker.figures(address);
    return figures != null ? figures : new DestinationFigures(address, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Override
  public String getName() {
    return address.name();
  }

  @Override
  public long getDepth() {
    return figures().depth();
  }

  @Override
  public long getInFlight() {
    return figures().inFlight();
  }

  @Override
  public int getConsumers() {
    return figures().consumers();
  }

  @Override
  public long getArrived() {
    return figures().arrived();
  }

  @Override
  public long getAcknowledged() {
    return figures().acknowledged();
  }

  @Override
  public long getRedelivered() {
    return figures().redelivered();
  }

  @Override
  public long getDeadLettered() {
    return figures().deadLettered();
  }

  @Override
  public long getExpired() {
    return figures().expired();
  }
}
