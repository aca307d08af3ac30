// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.check;

/** What the check says. */
public enum CheckState {
  /** The rows stood still while the broker was asked, and both sides are equal. */
  HOLDS,
  /** The sides differ while transactions commit in two places; a difference may be only timing. */
  MOVING,
  /** Nothing moves any more and the sides differ: an order is lost or is there twice. */
  BROKEN
}
