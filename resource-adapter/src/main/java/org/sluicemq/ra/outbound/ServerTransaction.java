// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.jms.IllegalStateException;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.sluicemq.client.CallerTransaction;

/**
 * The server's transaction of the calling thread, by its registry. Whoever works with a connection
 * that the server has not enlisted in it would take for a part of the transaction what counts at
 * once, so that work is refused. The registry is asked once for a send, and twice for a receive,
 * which may have waited. Safe for any thread.
 */
record ServerTransaction(
    TransactionSynchronizationRegistry registry, OutsideTransactions outsideTransactions)
    implements CallerTransaction {

  static CallerTransaction of(
      TransactionSynchronizationRegistry registry, OutsideTransactions outsideTransactions) {
    return registry == null
        ? CallerTransaction.UNKNOWN
        : new ServerTransaction(registry, outsideTransactions);
  }

  @Override
  public Object key() {
    return registry.getTransactionKey();
  }

  /** A server that starts a branch on a thread apart tells no key: then there is nothing to ask. */
  @Override
  public void requireIs(Object key) throws IllegalStateException {
    if (key != null && !key.equals(registry.getTransactionKey())) {
      throw Refusals.ofAnotherTransaction();
    }
  }

  @Override
  public void requireNone() throws IllegalStateException {
    if (outsideTransactions == OutsideTransactions.ALLOW) {
      return;
    }
    switch (registry.getTransactionStatus()) {
      case Status.STATUS_NO_TRANSACTION, Status.STATUS_COMMITTED -> {
        // Nobody believes to be in a transaction.
      }
      case Status.STATUS_ROLLING_BACK, Status.STATUS_ROLLEDBACK -> throw Refusals.rolledBack();
      default -> throw Refusals.notEnlisted();
    }
  }
}
