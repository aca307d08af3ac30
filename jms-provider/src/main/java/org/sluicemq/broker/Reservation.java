// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

/**
 * A place that was given out before its message is durable.
 *
 * @param key the place
 * @param mark the delivered mark that travels in the same batch, or 0
 * @param row what stands behind the message
 * @param held the bytes of the memory budget that are kept free for it
 */
record Reservation(long key, long mark, Entry.Row row, long held) {}
