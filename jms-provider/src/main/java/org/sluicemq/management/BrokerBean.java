// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.management;

import org.sluicemq.broker.LocalBroker;

/** Reads a broker for JMX. */
record BrokerBean(LocalBroker broker) implements BrokerMXBean {

  @Override
  public String getName() {
    return broker.name();
  }

  @Override
  public long getMemoryUsed() {
    return broker.memoryUsed();
  }

  @Override
  public long getMemoryLimit() {
    return broker.memoryLimit();
  }

  @Override
  public int getPreparedBranches() {
    return broker.preparedBranches();
  }
}
