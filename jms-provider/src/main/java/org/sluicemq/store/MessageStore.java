// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.nio.file.Path;
import java.util.List;

/**
 * Where messages rest: atomic durable writes, reads by key range, recovery.
 *
 * <p>All methods may be called by any thread. An interrupt of the calling thread neither harms the
 * store nor ends a wait early; it is still pending when the call returns. Batches take effect in
 * the order in which they were handed over, whichever method took them, and a read sees every batch
 * whose hand-over came before it, by whichever thread.
 */
public interface MessageStore extends AutoCloseable {

  /**
   * What the store holds. Called once, before the first write.
   *
   * @return backlogs and branches
   * @throws StoreException if the store cannot be read
   */
  StoreState recover() throws StoreException;

  /**
   * Makes a batch durable. Callers that meet are served by one force: the first leads and writes
   * for those behind it; a lone caller waits for no timer.
   *
   * @param batch the changes; not changed any more by the caller
   * @throws UnknownOutcomeException if only the next start shows whether the batch is durable
   * @throws StoreException if the batch is not durable; it is then not applied either, now or after
   *     a restart
   */
  void write(WriteBatch batch) throws StoreException;

  /**
   * Takes a batch into the next group and returns at once. It is durable within a few milliseconds,
   * also when no other write follows.
   *
   * <p>A batch that does nothing but remove may take effect together with an earlier one of its
   * kind, so it removes what is durable when it is handed over.
   *
   * @param batch the changes; not changed any more by the caller
   * @param listener told once when the batch is durable or has failed
   */
  void writeLater(WriteBatch batch, WriteListener listener);

  /**
   * Takes a batch into the next group and returns at once, as {@link #writeLater} does, but
   * somebody wants to know: the group begins as soon as the one before it has ended, without
   * waiting for company. The caller holds no lock that the listener may need: it may be told before
   * this returns.
   *
   * @param batch the changes; not changed any more by the caller
   * @param listener told once when the batch is durable or has failed
   */
  void writeSoon(WriteBatch batch, WriteListener listener);

  /**
   * Reads messages in the order of their keys. A range of a subscription's keys holds what waits
   * for it, under its own keys and with its own counts; a range of a log's keys what rests there,
   * be it settled in the last moments or not. A range lies within one backlog.
   *
   * @param afterKey messages with a greater key
   * @param upToKey and not beyond this key
   * @param maxMessages at most so many
   * @param maxBytes stops after the message that reaches so many bytes; at least one is returned if
   *     there is one
   * @return the messages in order, empty when there is none in the range
   * @throws StoreException if the store cannot be read or a message is damaged
   */
  List<StoredMessage> read(long afterKey, long upToKey, int maxMessages, long maxBytes)
      throws StoreException;

  /**
   * Waits until all that was handed over by {@link #writeLater} is durable or refused; returns at
   * once when nothing of it is under way.
   *
   * @throws StoreException if something of it failed
   */
  void flushLater() throws StoreException;

  /**
   * Waits until all that was handed over is durable or refused; what is refused is told to its
   * caller alone.
   *
   * @throws StoreException if something of it failed
   */
  void flush() throws StoreException;

  /**
   * Copies the store, as it is at one moment after this call and with every batch whose write had
   * returned before, into a directory that opens as a store. Others go on meanwhile. If the process
   * ends before this returns, the directory is whole or not there.
   *
   * @param target the directory, which must not exist
   * @throws StoreException if it exists or cannot be written, another copy is being made, or this
   *     store has no files; the message says which, and the store goes on
   */
  default void backup(Path target) throws StoreException {
    throw new StoreException("No backup " + target + " is made: this store has no files to copy");
  }

  /**
   * Flushes and closes. A closed store refuses every call but another close.
   *
   * @throws StoreException if what was handed over could not be made durable
   */
  @Override
  void close() throws StoreException;
}
