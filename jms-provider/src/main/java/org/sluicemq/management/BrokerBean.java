// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.management;

import java.io.IOException;
import java.nio.file.Path;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.LocalBroker;

/** Reads a broker for JMX. */
record BrokerBean(LocalBroker broker, StoreBackup store) implements BrokerMXBean {

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

  @Override
  public void backup(String target) throws IOException {
    Path directory = Path.of(target);
    if (!directory.isAbsolute()) {
      throw new IllegalArgumentException(
          "The backup needs an absolute path on the machine of the broker, and '"
              + target
              + "' is none");
    }
    try {
      store.copyTo(directory);
    } catch (BrokerException e) {
      // A client of JMX need not have the broker's classes.
      throw new IOException(e.getMessage());
    }
  }
}
