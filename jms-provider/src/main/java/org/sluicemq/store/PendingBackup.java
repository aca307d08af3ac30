// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

/**
 * A copy of a store, as the store was at one moment, that is being made while the store goes on.
 */
@FunctionalInterface
public interface PendingBackup {

  /**
   * Makes the copy complete. Called once, by whoever began it; it takes as long as copying the
   * files takes.
   *
   * @throws StoreException if the copy could not be made; what there was of it is taken away, and
   *     the store goes on as if there had been none
   */
  void finish() throws StoreException;
}
