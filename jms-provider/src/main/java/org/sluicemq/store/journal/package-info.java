// SPDX-License-Identifier: Apache-2.0

/**
 * Durability: bytes that are on the disk when a call returns.
 *
 * <p>{@link org.sluicemq.store.journal.Disk} is the only way to files; tests put a simulated or a
 * failing one in its place. {@link org.sluicemq.store.journal.Journal} keeps checksummed records in
 * a preallocated ring, forced in groups and replayed whole. {@link
 * org.sluicemq.store.journal.StoreLock} keeps a second owner away from a store directory.
 *
 * <p>Called by {@code store.h2} (the journalled file under H2) and {@code store.writebehind} (the
 * journal in front of it). Calls nothing of Sluice.
 */
package org.sluicemq.store.journal;
