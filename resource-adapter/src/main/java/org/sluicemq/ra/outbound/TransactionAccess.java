// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.transaction.TransactionSynchronizationRegistry;

/** What connections need to know of the server's transactions. Safe for any thread. */
public interface TransactionAccess {

  /**
   * The server's registry, which tells in what transaction a thread is.
   *
   * @return the registry, or null if the server has none or the adapter is not started
   */
  TransactionSynchronizationRegistry transactionRegistry();
}
