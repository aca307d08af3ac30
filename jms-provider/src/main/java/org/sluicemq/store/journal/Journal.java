// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Checksummed records in a preallocated ring file: append many, force once, replay what was not yet
 * released.
 *
 * <p>A record is durable when {@link #force()} has returned after it was appended; before that it
 * may be lost, and then so is every later one. Records keep their order and have consecutive
 * sequences, also over restarts. After a restart {@link #replay} gives every record that was forced
 * and not yet released, possibly followed by some that were appended and never forced, and possibly
 * preceded by some that were released without a later force: replaying must do no harm to work that
 * was done already.
 *
 * <p>A record that is no longer what was written makes the journal unusable if a later one, or a
 * later session, shows that it was forced. Nothing shows that for the last group that was forced;
 * damaged, it is taken for one that was torn when the power went.
 *
 * <p>A failed write or force is final: the operating system may have thrown away what it could not
 * write, so every later call throws {@link JournalFailedException}.
 *
 * <p>Rewriting the last page for a further record relies on the disk not harming bytes outside the
 * sectors it writes, as databases generally do.
 *
 * <p><b>Threads:</b> not safe by itself; the caller lets one thread in at a time, with the usual
 * happens-before. An interrupt of the calling thread disturbs nothing.
 */
public final class Journal implements Closeable {

  private static final int SMALLEST_RING = 64 * 1024;

  private final DiskFile file;
  private final RecordEnds ends;

  private JournalHeader header;
  private Ring ring;
  private RecordWriter writer;

  /**
   * Where replay is to begin; until the next force, a restart would still begin at {@code
   * header.base()}.
   */
  private long base;

  /** The last record that is durable. */
  private long forced;

  private boolean writtenSinceForce;
  private Throwable failure;
  private boolean closed;

  private Journal(DiskFile file, JournalHeader header, RecordEnds ends, long end) {
    this.file = file;
    this.header = header;
    this.ring = new Ring(file, header.capacity());
    this.ends = ends;
    this.base = header.base();
    this.forced = ends.nextSequence() - 1;
    this.writer = new RecordWriter(ring, header.store(), end);
  }

  /**
   * Creates a journal, empty and with all its room written once, so that later forces need not
   * allocate.
   *
   * @param disk where it lives
   * @param path the file; its directory exists and it does not
   * @param store the store that it belongs to
   * @param capacity how many bytes of records it holds, at least 64 KiB; rounded up to whole pages
   * @return the open journal
   * @throws IOException if the disk fails or is full; there is no journal of that name then
   */
  public static Journal create(Disk disk, Path path, UUID store, long capacity) throws IOException {
    return JournalFiles.create(disk, path, JournalHeader.first(store, ringBytes(capacity)));
  }

  /**
   * Opens an existing journal, finds its last intact record and makes all up to it durable.
   *
   * @param disk where it lives
   * @param path the file
   * @param store the store that it must belong to
   * @return the open journal; {@link #replay} gives what it holds
   * @throws UnusableJournalException if it belongs to another store, is of a newer format, has no
   *     intact header, or has lost a record that was forced; it is left as it was
   * @throws IOException if the disk fails
   */
  public static Journal open(Disk disk, Path path, UUID store) throws IOException {
    if (!disk.exists(path)) {
      throw new UnusableJournalException("There is no journal " + path + ".");
    }
    return JournalFiles.open(disk, path, store);
  }

  static Journal start(DiskFile file, JournalHeader found) throws IOException {
    Ring ring = new Ring(file, found.capacity());
    RecordScan scan = new RecordScan(ring, found);
    RecordEnds ends = new RecordEnds(found.firstSequence());
    while (scan.next()) {
      ends.add(scan.end());
    }
    requireTorn(file, scan.sequence() + 1, new Witness(ring, found), scan.end());
    // Before anybody acts on records that a killed process wrote and never forced, and before the
    // older header, which may be the only durable one, is written over.
    file.force();
    // A record can be newer than the header if the header that was newer still has been damaged.
    long generation = Math.max(found.generation(), scan.generation()) + 1;
    JournalHeader own = found.withGeneration(generation, ends.nextSequence());
    own.writeTo(file);
    file.force();
    return new Journal(file, own, ends, scan.end());
  }

  private static void requireTorn(DiskFile file, long sequence, Witness witness, long position)
      throws IOException {
    String known = witness.ofForced(sequence, position);
    if (known != null) {
      throw new UnusableJournalException(
          "Record "
              + sequence
              + " of the journal "
              + file
              + " is damaged or missing, and it had been made durable: "
              + known
              + ". What follows it would be lost with it. Restore the whole store directory from a"
              + " backup; nothing was changed.");
    }
  }

  private static long ringBytes(long capacity) {
    return (Math.max(capacity, SMALLEST_RING) + 4095) / 4096 * 4096;
  }

  /**
   * Gives every record not yet released to the visitor, oldest first. Meant to be called once,
   * before anything is appended.
   *
   * @param visitor is given each record
   * @throws IOException if the disk fails, a record has become unreadable since the journal was
   *     opened, or the visitor throws it
   */
  public void replay(Visitor visitor) throws IOException {
    requireUsable();
    force();
    RecordScan scan = new RecordScan(ring, header);
    while (scan.sequence() < ends.nextSequence() - 1) {
      if (!scan.next()) {
        throw new UnusableJournalException(
            "Record "
                + (scan.sequence() + 1)
                + " of the journal "
                + file
                + " can no longer be read.");
      }
      if (scan.sequence() >= ends.firstSequence()) {
        visitor.record(scan.sequence(), scan.payload());
      }
    }
  }

  /** Is given the records of a journal. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One record.
     *
     * @param sequence its sequence
     * @param payload its bytes, valid during the call only
     * @throws IOException ends the replay and is passed on
     */
    void record(long sequence, ByteBuffer payload) throws IOException;
  }

  /**
   * Appends a record. It is durable after the next {@link #force()}.
   *
   * @param parts the payload, gathered from the remaining bytes of each buffer in turn; they are
   *     consumed
   * @return the record's sequence
   * @throws JournalFullException if there is no room; nothing was consumed or changed
   * @throws IOException if the disk fails
   */
  public long append(ByteBuffer... parts) throws IOException {
    requireUsable();
    long payloadBytes = 0;
    for (ByteBuffer part : parts) {
      payloadBytes += part.remaining();
    }
    long recordBytes = recordBytes(payloadBytes);
    makeRoom(recordBytes);
    long sequence = ends.nextSequence();
    try {
      writer.append(parts, (int) payloadBytes, header.generation(), sequence, forced);
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      throw e;
    }
    ends.add(end());
    return sequence;
  }

  /** Makes room that was released, and is not durably so yet, usable if the record needs it. */
  private void makeRoom(long recordBytes) throws IOException {
    long free = header.capacity() - (end() - header.base());
    if (recordBytes <= free) {
      return;
    }
    long freeOnceForced = header.capacity() - used();
    if (recordBytes > freeOnceForced || recordBytes > Integer.MAX_VALUE) {
      throw new JournalFullException(file, recordBytes, freeOnceForced, header.capacity());
    }
    force();
  }

  /**
   * Makes all records appended so far durable, and the room released so far usable. Costs nothing
   * if there are none.
   *
   * @throws IOException if the disk fails
   */
  public void force() throws IOException {
    requireUsable();
    try {
      writtenSinceForce |= writer.flush();
      JournalHeader next = header;
      if (base != header.base()) {
        next = header.withBase(base, ends.firstSequence());
        next.writeTo(file);
        writtenSinceForce = true;
      }
      if (writtenSinceForce) {
        file.force();
        writtenSinceForce = false;
      }
      header = next;
      forced = lastSequence();
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      throw e;
    }
  }

  /**
   * Gives the room of records back that are no longer needed, because what they say is durable
   * elsewhere. The room is reused only after the release itself is durable, with the next force.
   *
   * @param sequence the last record that is not needed any more; does nothing if it was released
   *     before
   * @throws IllegalArgumentException if no such record was appended yet
   * @throws JournalFailedException if the disk failed before
   */
  public void release(long sequence) throws JournalFailedException {
    requireUsable();
    if (sequence >= ends.nextSequence()) {
      throw new IllegalArgumentException(
          "Record " + sequence + " cannot be released, the last one is " + lastSequence());
    }
    if (sequence >= ends.firstSequence()) {
      base = ends.removeThrough(sequence);
    }
  }

  /**
   * Changes the size of the ring, which must hold no unreleased record.
   *
   * @param capacity the new size in bytes, at least 64 KiB; rounded up to whole pages
   * @throws IllegalStateException if it holds unreleased records
   * @throws IOException if the disk fails or is full
   */
  public void resize(long capacity) throws IOException {
    requireUsable();
    if (used() > 0) {
      throw new IllegalStateException(
          "The journal " + file + " holds " + used() + " bytes of records and cannot be resized.");
    }
    if (ringBytes(capacity) == header.capacity()) {
      return;
    }
    force();
    try {
      header = JournalFiles.resize(file, header, ringBytes(capacity));
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      throw e;
    }
    ring = new Ring(file, header.capacity());
    base = header.base();
    writer = new RecordWriter(ring, header.store(), base);
  }

  /**
   * The size of the ring.
   *
   * @return how many bytes of records it holds at most
   */
  public long capacity() {
    return header.capacity();
  }

  /**
   * Tells whether {@link #resize} would change nothing.
   *
   * @param bytes a size as for {@link #resize}
   * @return whether the ring has it
   */
  public boolean hasCapacity(long bytes) {
    return header.capacity() == ringBytes(bytes);
  }

  /**
   * How much of the ring is taken.
   *
   * @return bytes of records not yet released, with their overhead
   */
  public long used() {
    return end() - base;
  }

  /**
   * How much of the ring a record takes.
   *
   * @param payloadBytes the size of its payload
   * @return bytes with the record's own overhead
   */
  public static long recordBytes(long payloadBytes) {
    return RecordFormat.HEADER_BYTES + payloadBytes;
  }

  /**
   * Tells whether {@link #append} of a payload would find room now.
   *
   * @param payloadBytes the size of the payload
   * @return whether it fits
   */
  public boolean fits(long payloadBytes) {
    long recordBytes = recordBytes(payloadBytes);
    return recordBytes <= capacity() - used() && recordBytes <= Integer.MAX_VALUE;
  }

  /**
   * The sequence of the newest record.
   *
   * @return the sequence, one less than that of the next record; 0 if there never was one
   */
  public long lastSequence() {
    return ends.nextSequence() - 1;
  }

  /**
   * The session's number; it rises with every opening and never repeats over the life of the file.
   *
   * @return the generation
   */
  public long generation() {
    return header.generation();
  }

  private long end() {
    return writer.end();
  }

  private void requireUsable() throws JournalFailedException {
    if (failure != null) {
      throw new JournalFailedException(file, failure);
    }
    if (closed) {
      throw new IllegalStateException("The journal " + file + " is closed.");
    }
  }

  /**
   * Forces what was appended and released, unless the journal has failed, and closes the file.
   * Closing twice does nothing.
   *
   * @throws IOException if the disk fails
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    try (file) {
      if (failure == null) {
        force();
      }
    } finally {
      closed = true;
    }
  }
}
