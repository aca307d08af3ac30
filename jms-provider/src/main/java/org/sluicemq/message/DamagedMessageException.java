// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

/**
 * Bytes that should hold a message do not: they were cut, changed, or written by a newer version.
 * The text says which part is damaged and where.
 */
public class DamagedMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is damaged.
   *
   * @param message what is damaged and where
   */
  public DamagedMessageException(String message) {
    super(message);
  }

  /**
   * Says what is damaged, and what it broke.
   *
   * @param message what is damaged and where
   * @param cause what the damaged part led to
   */
  public DamagedMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
