// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.page;

import java.time.Instant;
import org.sluicemq.examples.orderdesk.check.CheckState;
import org.sluicemq.examples.orderdesk.check.Verdict;

/**
 * The check with all its terms, as JSON.
 *
 * @param state what it says
 * @param placed order rows
 * @param shipped shipment rows
 * @param waiting depth of the orders' queue
 * @param deadLettered orders in the dead-letter queue
 * @param rejected rejection rows
 * @param difference placed less all others
 * @param inFlight messages held by a transaction, or null if the broker does not tell
 * @param duplicates deliveries of orders that had been dealt with before
 * @param lastHeldAt when the sides were last seen equal, or null
 */
public record CheckView(
    CheckState state,
    long placed,
    long shipped,
    long waiting,
    long deadLettered,
    long rejected,
    long difference,
    Long inFlight,
    long duplicates,
    Instant lastHeldAt) {

  static CheckView of(Verdict verdict) {
    var terms = verdict.terms();
    var rows = terms.rows();
    return new CheckView(
        verdict.state(),
        rows.placed(),
        rows.shipped(),
        terms.waiting(),
        terms.deadLettered(),
        rows.rejected(),
        terms.difference(),
        terms.inFlight(),
        rows.duplicates(),
        verdict.lastHeldAt());
  }
}
