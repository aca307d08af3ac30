// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.management;

import java.nio.file.Path;
import org.sluicemq.broker.BrokerException;

/** Copies a broker's store while the broker runs. Thread-safe. */
@FunctionalInterface
public interface StoreBackup {

  /**
   * Makes a copy.
   *
   * @param target a directory that does not exist
   * @throws BrokerException if it could not be made; the broker goes on
   */
  void copyTo(Path target) throws BrokerException;
}
