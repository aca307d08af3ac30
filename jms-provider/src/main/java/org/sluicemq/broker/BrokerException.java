// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

/**
 * The broker could not do what was asked; the message says with which destination, setting or limit
 * and what to do. The reason lets a client choose the exception of its own API.
 */
public class BrokerException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What kind of refusal it is. */
  public enum Reason {
    /** A destination that does not exist or whose name is not allowed. */
    INVALID_DESTINATION,
    /** Somebody may not connect, or not do this. */
    SECURITY,
    /** Held by somebody else: a client identifier, a destination with consumers. */
    IN_USE,
    /** A limit was reached: message size, memory. */
    LIMIT,
    /** The store failed; the broker has stopped or is stopping. */
    STORE,
    /** The store failed while it wrote: only a restart tells whether the work is done. */
    UNKNOWN,
    /** The broker is closed. */
    CLOSED,
    /** The unit of work was rolled back. */
    ROLLED_BACK
  }

  private final Reason reason;

  /**
   * Makes an exception.
   *
   * @param reason what kind of refusal it is
   * @param message what happened and what to do
   * @param cause what lies under it, or null
   */
  public BrokerException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /**
   * Makes an exception without a cause.
   *
   * @param reason what kind of refusal it is
   * @param message what happened and what to do
   */
  public BrokerException(Reason reason, String message) {
    this(reason, message, null);
  }

  /**
   * What kind of refusal it is.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }
}
