// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

/**
 * Why a delivery goes back to its backlog.
 *
 * @param counts whether the application has seen the message, so that its delivery count rises
 * @param failure what went wrong, told in a dead letter; null when nothing is known
 */
public record ReleaseReason(boolean counts, Throwable failure) {

  /** The message was handed to a client but never to the application. */
  public static final ReleaseReason NOT_SEEN = new ReleaseReason(false, null);

  /** The application saw the message and did not acknowledge it. */
  public static final ReleaseReason NOT_ACKNOWLEDGED = new ReleaseReason(true, null);

  /**
   * The application failed on the message.
   *
   * @param failure what it threw
   * @return the reason
   */
  public static ReleaseReason failed(Throwable failure) {
    return new ReleaseReason(true, failure);
  }
}
