// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.management;

/** A broker as an operator sees it. */
public interface BrokerMXBean {

  /**
   * The broker's name.
   *
   * @return where its store is
   */
  String getName();

  /**
   * Bytes that waiting messages hold in memory.
   *
   * @return the bytes counted against the limit
   */
  long getMemoryUsed();

  /**
   * Bytes that waiting messages may hold in memory.
   *
   * @return the setting memoryLimit
   */
  long getMemoryLimit();

  /**
   * Branches that are prepared and wait for a decision of their transaction manager.
   *
   * @return the number of branches in doubt
   */
  int getPreparedBranches();
}
