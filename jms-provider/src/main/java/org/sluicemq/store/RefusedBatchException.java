// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

/**
 * A batch contradicts what the store holds, for instance by adding a key that is there already.
 * Nothing of it was applied; the store itself is well and goes on.
 */
public class RefusedBatchException extends StoreException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception without a cause.
   *
   * @param message what the batch contradicts
   */
  public RefusedBatchException(String message) {
    super(message);
  }

  /**
   * Makes an exception with its cause.
   *
   * @param message what the batch contradicts
   * @param cause what the database said
   */
  public RefusedBatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
