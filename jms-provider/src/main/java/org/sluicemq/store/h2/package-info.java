// SPDX-License-Identifier: Apache-2.0

/**
 * The store on H2: the journalled file system under H2, the database, its tables and statements.
 *
 * <p>{@link org.sluicemq.store.h2.JournalledDatabase} is the database with its directory, lock and
 * files. H2 reaches its file through {@code StoreFilePath}; {@code JournalledFile} turns what it
 * writes between two forces into one record of a {@link org.sluicemq.store.journal.Journal}, so
 * that H2 sees a disk that only ever stops between two forces.
 *
 * <p>Called by whoever assembles a store. Calls {@code store} and {@code store.journal}.
 */
package org.sluicemq.store.h2;
