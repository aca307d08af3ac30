// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.util.List;
import java.util.Optional;

/**
 * A store that can rest behind a journal: it keeps the journal's position together with the changes
 * that were merged from it.
 *
 * <p>Who puts a journal in front asks for {@link #journalPosition}, writes what the journal holds
 * beyond it, the last batch with a {@linkplain JournalPosition#complete complete} position, and
 * only then calls {@link #recover}. While the position is not complete, {@code recover} refuses:
 * the store used alone would be without what was confirmed last.
 *
 * <p>Safe for any thread, as {@link MessageStore} is.
 */
public interface RestingStore extends MessageStore {

  /**
   * How far the journal in front has been merged.
   *
   * @return the position written last, see {@link WriteBatch#journalPosition}; empty if there never
   *     was a journal in front
   * @throws StoreException if the store cannot be read
   */
  Optional<JournalPosition> journalPosition() throws StoreException;

  /**
   * The backlogs that there are, known without reading messages.
   *
   * @return a copy, in no order
   * @throws StoreException if the store is closed or has failed
   */
  List<BacklogRecord> backlogs() throws StoreException;
}
