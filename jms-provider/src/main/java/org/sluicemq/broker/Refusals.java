// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.store.RefusedBatchException;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.UnknownOutcomeException;

/**
 * What a caller is told when the store did not take a write, and the broker with it. Thread-safe.
 */
final class Refusals {

  private final Engine engine;

  Refusals(Engine engine) {
    this.engine = engine;
  }

  /**
   * A store that refuses one batch goes on, and so does the broker; one that failed does not.
   *
   * @param undone what to say when it is certain
   * @param claim what to call unknown when it is not
   */
  BrokerException of(String undone, String claim, StoreException cause) {
    if (cause instanceof UnknownOutcomeException) {
      engine.onStoreFailure().accept(cause);
      return new BrokerException(
          BrokerException.Reason.UNKNOWN,
          "Whether "
              + claim
              + " is unknown until the broker has been restarted; look then whether its work is"
              + " there before you do it again. Cause: "
              + cause.getMessage(),
          cause);
    }
    boolean refused = cause instanceof RefusedBatchException;
    if (!refused) {
      engine.onStoreFailure().accept(cause);
    }
    return new BrokerException(
        refused ? BrokerException.Reason.LIMIT : BrokerException.Reason.STORE,
        undone + ": " + cause.getMessage(),
        cause);
  }
}
