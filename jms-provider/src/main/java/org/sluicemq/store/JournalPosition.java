// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

/**
 * How far the journal in front of a {@link RestingStore} has been merged into it.
 *
 * @param sequence the last record that is merged; 0 when none is
 * @param complete whether the journal holds nothing beyond that record, so that the store may be
 *     used without it
 */
public record JournalPosition(long sequence, boolean complete) {}
