// SPDX-License-Identifier: Apache-2.0

/**
 * A journal in front of another store: {@link org.sluicemq.store.writebehind.WriteBehindStore}.
 *
 * <p>A batch is durable when its record in the journal is forced. It then waits in a buffer, where
 * a message that is sent and acknowledged meets its own removal and vanishes; what is left goes
 * into the resting store behind, many batches in one, together with the position of the journal.
 *
 * <p>Called by whoever assembles a store. Calls {@code store}, {@code store.journal} and, to open
 * the usual pair, {@code store.h2}.
 */
package org.sluicemq.store.writebehind;
