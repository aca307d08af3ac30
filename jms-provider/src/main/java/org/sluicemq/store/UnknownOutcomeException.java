// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

/**
 * A batch was on its way to the disk when the write failed: only the next start shows whether it is
 * stored, wholly or not at all. The store takes no more calls until then. Any other {@link
 * StoreException} of a write says that nothing of the batch is stored.
 */
public class UnknownOutcomeException extends StoreException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception with its cause.
   *
   * @param message what happened, to which store, and what to do
   * @param cause what the file system or the database said
   */
  public UnknownOutcomeException(String message, Throwable cause) {
    super(message, cause);
  }
}
