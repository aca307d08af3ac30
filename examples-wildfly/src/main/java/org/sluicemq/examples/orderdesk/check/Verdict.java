// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.check;

import java.time.Instant;

/**
 * The outcome of one look at the terms.
 *
 * @param state what the check says
 * @param terms what it says it of
 * @param lastHeldAt when the sides were last seen equal, or null
 */
public record Verdict(CheckState state, Terms terms, Instant lastHeldAt) {}
