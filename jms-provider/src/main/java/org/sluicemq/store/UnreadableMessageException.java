// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

/**
 * A stored message is damaged. It is never served, in whole or in part; its neighbours are well.
 */
public class UnreadableMessageException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** Where the damaged message is. */
  private final long key;

  /**
   * Makes an exception for one message.
   *
   * @param message which message of which backlog and store, and what to do
   * @param key the message's key
   * @param cause what does not fit; may be null
   */
  public UnreadableMessageException(String message, long key, Throwable cause) {
    super(message, cause);
    this.key = key;
  }

  /**
   * The place of the damaged message, by which it can be removed.
   *
   * @return the key, see {@link MessageKey}
   */
  public long key() {
    return key;
  }
}
