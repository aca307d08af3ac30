// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import org.sluicemq.message.Address;

/**
 * What an operator wants to know of a destination, taken at one moment.
 *
 * @param address the destination
 * @param depth messages that are there: waiting and in flight; uncommitted sends are not
 * @param inFlight messages delivered or locked by a transaction and not yet settled
 * @param consumers open consumers
 * @param arrived messages that became visible since the broker started
 * @param acknowledged messages acknowledged since the broker started
 * @param redelivered deliveries that failed since the broker started
 * @param deadLettered messages moved away as dead letters since the broker started
 * @param expired messages that expired since the broker started
 */
public record DestinationFigures(
    Address address,
    long depth,
    long inFlight,
    int consumers,
    long arrived,
    long acknowledged,
    long redelivered,
    long deadLettered,
    long expired) {

  /** These figures with those of one more reader of the same topic; arrivals stay as they are. */
  DestinationFigures plusReader(DestinationFigures reader) {
    return new DestinationFigures(
        address,
        depth + reader.depth,
        inFlight + reader.inFlight,
        consumers + reader.consumers,
        arrived,
        acknowledged + reader.acknowledged,
        redelivered + reader.redelivered,
        deadLettered + reader.deadLettered,
        expired + reader.expired);
  }

  /** What counts of these figures when the reader is gone. */
  DestinationFigures ended() {
    return new DestinationFigures(
        address, 0, 0, 0, arrived, acknowledged, redelivered, deadLettered, expired);
  }
}
