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

  /**
   * Copies the broker's store into a new directory of the machine the broker runs on, while the
   * broker goes on. What was confirmed before this is called is in the copy.
   *
   * @param target the absolute path of the directory, which must not exist
   * @throws IllegalArgumentException if the path cannot be one
   * @throws java.io.IOException if the copy could not be made; the message says why, and the broker
   *     goes on
   */
  void backup(String target) throws java.io.IOException;
}
