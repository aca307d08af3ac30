// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.store.MessageStore;
import org.sluicemq.store.StoreException;

/** Opens the store in which messages rest that memory has no room for and that need not survive. */
@FunctionalInterface
public interface OverflowOpener {

  /**
   * Opens an empty store; the broker closes it, and may ask for another when it fails.
   *
   * @return a store without anything in it
   * @throws StoreException if there is no place for it
   */
  MessageStore open() throws StoreException;
}
