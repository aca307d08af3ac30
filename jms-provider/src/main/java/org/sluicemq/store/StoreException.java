// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

/**
 * The store could not do what was asked. The message says which store, what happened and what to
 * do; after a failed write or force the store is poisoned and every later call fails with the same
 * cause until it is reopened. A write that fails with it has stored nothing, but for {@link
 * UnknownOutcomeException}.
 */
public class StoreException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception without a cause.
   *
   * @param message what happened, to which store, and what to do
   */
  public StoreException(String message) {
    super(message);
  }

  /**
   * Makes an exception with its cause.
   *
   * @param message what happened, to which store, and what to do
   * @param cause what the file system or the database said
   */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
