// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.management;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
  public int getOrphanedBranches() {
    return broker.inDoubt().orphans();
  }

  @Override
  public List<BranchData> getBranchesInDoubt() {
    return broker.inDoubt().list().stream().map(BranchData::new).toList();
  }

  @Override
  public List<String> messagesOfBranch(String identity) {
    return broker.inDoubt().list().stream()
        .filter(branch -> branch.identity().equals(identity))
        .findFirst()
        .map(BranchData::messages)
        .orElseThrow(() -> new IllegalArgumentException("There is no branch '" + identity + "'"));
  }

  @Override
  public void commitBranch(String identity, String by, String reason) throws IOException {
    decide(identity, true, by, reason);
  }

  @Override
  public void rollbackBranch(String identity, String by, String reason) throws IOException {
    decide(identity, false, by, reason);
  }

  private void decide(String identity, boolean commit, String by, String reason)
      throws IOException {
    try {
      broker.inDoubt().decide(identity, commit, by, reason);
    } catch (BrokerException e) {
      throw new IOException(e.getMessage());
    }
  }

  @Override
  public void forgetBranch(String identity, String by, String reason) throws IOException {
    try {
      broker.inDoubt().forget(identity, by, reason);
    } catch (BrokerException e) {
      throw new IOException(e.getMessage());
    }
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
