// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sluicemq.message.DamagedMessageException;
import org.sluicemq.store.JournalPosition;
import org.sluicemq.store.WriteBatch;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.Journal;
import org.sluicemq.store.journal.JournalFailedException;

/**
 * The journal in front of a store: one record for each batch. Safe for any thread: one at a time
 * gets in, and whoever releases room may wait for a force that is under way.
 */
final class FrontJournal implements Closeable {

  /** The name of the journal in the store directory. */
  static final String FILE = "writes.journal";

  private final Path path;
  private final Journal journal;

  private FrontJournal(Path path, Journal journal) {
    this.path = path;
    this.journal = journal;
  }

  /**
   * Opens the journal of a store, or creates it if the store does not need one that is lost.
   *
   * @param disk where the directory is
   * @param directory the store directory, locked by the caller
   * @param store the identity of the store
   * @param resting how far the store behind has taken over what was in its journal
   * @param bytes the size of a new journal
   * @throws IOException if it cannot be opened, does not belong to the store or is missing; the
   *     message says what to do, and nothing was changed
   */
  static FrontJournal open(
      Disk disk, Path directory, UUID store, Optional<JournalPosition> resting, long bytes)
      throws IOException {
    Path path = directory.resolve(FILE);
    if (disk.exists(path)) {
      return new FrontJournal(path, Journal.open(disk, path, store));
    }
    if (resting.isPresent() && !resting.get().complete()) {
      throw new IOException(
          "The journal "
              + path
              + " is missing, and it holds messages that are not in the tables yet. Put it back, or"
              + " restore the whole store directory from a backup; nothing was changed.");
    }
    return new FrontJournal(path, Journal.create(disk, path, store, bytes));
  }

  /** Is given the batches of a journal. */
  @FunctionalInterface
  interface Visitor {
    void batch(long sequence, WriteBatch batch, long bytes) throws IOException;
  }

  /**
   * Gives every batch that the store behind does not hold yet to the visitor, oldest first.
   *
   * @param resting how far the store behind has taken over
   * @throws IOException if the disk fails, a record is damaged, or journal and store do not fit
   *     together
   */
  synchronized void replay(Optional<JournalPosition> resting, Visitor visitor) throws IOException {
    long merged = resting.map(JournalPosition::sequence).orElse(0L);
    boolean complete = resting.map(JournalPosition::complete).orElse(true);
    if (complete ? journal.lastSequence() > merged : journal.lastSequence() < merged) {
      throw doesNotFit(merged);
    }
    long[] expected = {merged + 1};
    journal.replay(
        (sequence, payload) -> {
          if (sequence > merged) {
            if (sequence != expected[0]++) {
              throw doesNotFit(merged);
            }
            long bytes = payload.remaining();
            visitor.batch(sequence, decode(sequence, payload), bytes);
          }
        });
    if (expected[0] != journal.lastSequence() + 1 && !complete) {
      throw doesNotFit(merged);
    }
  }

  private WriteBatch decode(long sequence, ByteBuffer payload) throws IOException {
    try {
      return WriteBatchCodec.decode(payload);
    } catch (DamagedMessageException e) {
      throw new IOException(
          "Record "
              + sequence
              + " of the journal "
              + path
              + " cannot be read: "
              + e.getMessage()
              + ". Start the version of Sluice that wrote it, or restore the whole store directory"
              + " from a backup; nothing was changed.",
          e);
    }
  }

  private IOException doesNotFit(long merged) {
    return new IOException(
        "The journal "
            + path
            + ", whose last record is "
            + journal.lastSequence()
            + ", does not fit to its store, which has taken over all up to record "
            + merged
            + ": one of them was restored without the other. Restore the whole store directory from"
            + " one backup; nothing was changed.");
  }

  /** Gives everything back and brings the journal to its size; there is nothing left to replay. */
  synchronized void empty(long bytes) throws IOException {
    journal.release(journal.lastSequence());
    journal.resize(bytes);
  }

  /** Whether it has the size that {@link #empty} would give it. */
  synchronized boolean hasSize(long bytes) {
    return journal.hasCapacity(bytes);
  }

  /** Whether records of so many bytes in all, with their headers, find room. */
  synchronized boolean fits(long bytes) {
    return journal.fits(bytes);
  }

  synchronized boolean isFilledTo(int eighths) {
    return journal.used() * 8 > journal.capacity() * eighths;
  }

  synchronized long lastSequence() {
    return journal.lastSequence();
  }

  /**
   * Appends a record for each batch and makes them durable with one force.
   *
   * @return the sequence of the last
   * @throws IOException if the disk fails; the journal takes no more then
   */
  synchronized long write(List<JournalledBatch> batches) throws IOException {
    long sequence = 0;
    for (JournalledBatch batch : batches) {
      sequence = journal.append(batch.parts());
    }
    journal.force();
    return sequence;
  }

  /** Gives back what rests in the store behind. */
  synchronized void release(long sequence) throws JournalFailedException {
    // A new journal in the place of an empty one that was lost begins below the store's position.
    journal.release(Math.min(sequence, journal.lastSequence()));
  }

  @Override
  public synchronized void close() throws IOException {
    journal.close();
  }
}
