// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A store that can rest behind a journal: it keeps the journal's position together with the changes
 * that were merged from it.
 *
 * <p>Who puts a journal in front asks for {@link #journalPosition} and reads what the journal holds
 * beyond it. Either that is written here, the last batch with a {@linkplain
 * JournalPosition#complete complete} position, and then {@link #recover} tells what there is; or it
 * stays in front, and what there is follows from it and from {@link #merged}. While the position is
 * not complete, {@code recover} refuses: the store used alone would be without what was confirmed
 * last.
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
   * What {@link #recover} would tell if this were the whole store, whatever the position: what the
   * journal in front holds beyond it is not in it.
   *
   * @return backlogs and branches
   * @throws StoreException if the store cannot be read
   */
  StoreState merged() throws StoreException;

  /**
   * Which messages of queues are here, without reading them.
   *
   * @param keys any keys
   * @return those of them under which a message rests
   * @throws StoreException if the store cannot be read
   */
  Set<Long> held(Collection<Long> keys) throws StoreException;

  /** A batch of which the store holds all that is large, out of sight until it is written. */
  interface Staged {

    /**
     * Makes the batch durable, as {@link MessageStore#write} does. A batch that is refused is given
     * up.
     *
     * @throws StoreException see {@link MessageStore#write}
     */
    void write() throws StoreException;

    /** Forgets the batch; does nothing when it was written, or tried to be. */
    void giveUp();
  }

  /**
   * Writes what is large of a batch ahead of its turn, in small parts between which others come.
   *
   * @param batch the changes; not changed any more by the caller
   * @return the batch, to be written or given up; if neither happens, because the process ends, the
   *     store forgets it at its next start
   * @throws StoreException if the store failed
   */
  default Staged stage(WriteBatch batch) throws StoreException {
    return new Staged() {
      @Override
      public void write() throws StoreException {
        RestingStore.this.write(batch);
      }

      @Override
      public void giveUp() {
        // Nothing of it was written.
      }
    };
  }

  /**
   * The backlogs that there are, known without reading messages.
   *
   * @return a copy, in no order
   * @throws StoreException if the store is closed or has failed
   */
  List<BacklogRecord> backlogs() throws StoreException;

  /**
   * Begins a copy of this store as it is now, with every batch whose write has returned. What a
   * journal in front holds beyond {@link #journalPosition} is not in it: the copy is complete
   * without one.
   *
   * @param target the directory of the copy, which must not exist
   * @return the copy, to be finished by the caller while the store goes on
   * @throws StoreException if the target exists or cannot be made, another copy is being made, or
   *     this store has no files
   */
  default PendingBackup beginBackup(Path target) throws StoreException {
    throw new StoreException("No backup " + target + " is made: this store has no files to copy");
  }
}
