// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.management;

import org.sluicemq.broker.DestinationFigures;
import org.sluicemq.broker.LocalBroker;
import org.sluicemq.broker.SubscriptionFigures;
import org.sluicemq.broker.SubscriptionName;
import org.sluicemq.message.Address;

/** Reads a named subscription for JMX. */
record SubscriptionBean(LocalBroker broker, SubscriptionName name, Address topic)
    implements SubscriptionMXBean {

  private DestinationFigures figures() {
    SubscriptionFigures found = broker.figures(name);
    return found != null ? found.figures() : new DestinationFigures(topic, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Override
  public String getName() {
    return name.name();
  }

  @Override
  public String getTopic() {
    return topic.name();
  }

  @Override
  public String getClientId() {
    return name.clientId();
  }

  @Override
  public boolean isDurable() {
    return name.durable();
  }

  @Override
  public boolean isShared() {
    return name.shared();
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
