// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.message.Address;

/** The counts of one backlog. Guarded by the backlog's lock. */
final class Tally {

  long depth;
  long arrived;
  long acknowledged;
  long redelivered;
  long deadLettered;
  long expired;

  /** How many of those that are there rest in the overflow store. */
  long overflowed;

  void arrived() {
    depth++;
    arrived++;
  }

  /** What rested in the overflow store was lost with it. */
  void lost() {
    depth -= overflowed;
    overflowed = 0;
  }

  DestinationFigures figures(Address address, long inFlight, int consumers) {
    return new DestinationFigures(
        address,
        depth,
        inFlight,
        consumers,
        arrived,
        acknowledged,
        redelivered,
        deadLettered,
        expired);
  }
}
