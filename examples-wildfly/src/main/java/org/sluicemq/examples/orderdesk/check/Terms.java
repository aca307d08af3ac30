// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.check;

import org.sluicemq.examples.orderdesk.order.RowCounts;

/**
 * The terms of the check, as they were read.
 *
 * @param rows counted by the order database
 * @param waiting depth of the orders' queue, told by the broker
 * @param inFlight messages of it that a transaction holds; null when the broker does not tell
 * @param deadLettered orders in the dead-letter queue, told by the broker
 * @param rowsStoodStill whether the rows were the same before and after the broker was asked
 */
public record Terms(
    RowCounts rows, long waiting, Long inFlight, long deadLettered, boolean rowsStoodStill) {

  /** Placed, less all that is accounted for: 0 when nothing is lost and nothing is twice. */
  public long difference() {
    return rows.placed() - rows.shipped() - waiting - deadLettered - rows.rejected();
  }

  boolean sameFiguresAs(Terms other) {
    return other != null
        && rows.equals(other.rows)
        && waiting == other.waiting
        && deadLettered == other.deadLettered;
  }

  boolean held() {
    return inFlight != null && inFlight > 0;
  }
}
