// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import java.util.Optional;

/**
 * How far a contender came with a deep backlog.
 *
 * @param contender its name
 * @param measured what it has shown, if at least the backlog was built
 * @param failure why it came no further, if it did not come to the end
 */
public record BacklogOutcome(
    String contender, Optional<BacklogMeasurement> measured, Optional<String> failure) {}
