// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.DiskFile;
import org.sluicemq.store.journal.Journal;

/**
 * A file of which a loss of power leaves the state at one of its forces, never anything between.
 *
 * <p>What is written stays in memory, where reads see it, until {@link #force()}: that makes it one
 * record of the journal, forces the journal, and only then writes to the file. When half of the
 * ring is taken the file itself is forced in the background, after which the ring is free again;
 * whoever finds the ring full waits for that, or forces the file himself. A record larger than the
 * ring makes the ring grow.
 *
 * <p>A failure of the disk is final: the file may then lag behind its journal, so all later calls
 * throw.
 *
 * <p><b>Threads:</b> safe for several. {@code writing} orders those who change the file and guards
 * the journal; {@code state}, held for moments, guards what readers see.
 */
final class JournalledFile implements Closeable {

  /** H2 keeps two copies of its header in front of this position and chunks behind it. */
  private static final long FIRST_CHUNK = 8192;

  private final Journal journal;
  private final long spillAt;
  private final Executor background;

  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock state = new ReentrantLock();
  private PendingWrites pending;
  private PendingWrites committing;
  private Checkpoint checkpoint;

  /** The copy that is being made, or null; guarded by {@link #writing}. */
  private FileSnapshot snapshot;

  private volatile DiskFile file;
  private volatile Throwable failure;

  /** A forcing of the file that frees the ring up to a record. */
  private record Checkpoint(long sequence, CompletableFuture<Void> forced) {}

  private JournalledFile(DiskFile file, Journal journal, Executor background) throws IOException {
    this.file = file;
    this.journal = journal;
    this.background = background;
    this.spillAt = journal.capacity() / 2;
    this.pending = new PendingWrites(file.size());
  }

  /**
   * Brings a file to its last forced state and opens it.
   *
   * @param file the file; closed with this one
   * @param journal its journal, just opened; closed with this one
   * @param journalBytes the size that the ring shall have from now on
   * @param background where the file is forced while others work on
   * @return the open file
   * @throws IOException if the disk fails; nothing is lost by trying again
   */
  static JournalledFile open(DiskFile file, Journal journal, long journalBytes, Executor background)
      throws IOException {
    journal.replay((sequence, payload) -> PendingWrites.decode(payload).applyTo(file));
    file.force();
    journal.release(journal.lastSequence());
    journal.resize(journalBytes);
    return new JournalledFile(file, journal, background);
  }

  int read(ByteBuffer target, long position) throws IOException {
    byte[] bytes = target.hasArray() ? target.array() : new byte[target.remaining()];
    int offset = target.hasArray() ? target.arrayOffset() + target.position() : 0;
    int length = read(position, bytes, offset, target.remaining());
    if (length > 0 && target.hasArray()) {
      target.position(target.position() + length);
    } else if (length > 0) {
      target.put(bytes, 0, length);
    }
    return length;
  }

  private int read(long position, byte[] target, int offset, int wanted) throws IOException {
    requireUsable();
    int length;
    state.lock();
    try {
      long left = pending.size() - position;
      if (left <= 0) {
        return -1;
      }
      length = (int) Math.min(wanted, left);
      if (isPatched(position, position + length)) {
        readFile(position, target, offset, length);
        patch(position, target, offset, length);
        return length;
      }
    } finally {
      state.unlock();
    }
    readFile(position, target, offset, length);
    return length;
  }

  private boolean isPatched(long from, long to) {
    return pending.touches(from, to) || committing != null && committing.touches(from, to);
  }

  private void patch(long position, byte[] target, int offset, int length) {
    if (committing != null) {
      committing.patch(position, target, offset, length);
    }
    pending.patch(position, target, offset, length);
  }

  private void readFile(long position, byte[] target, int offset, int length) throws IOException {
    int done;
    try {
      done = file.read(position, target, offset, length);
    } catch (IOException e) {
      // H2 takes a chunk that it cannot read for one that was never written, goes back to an older
      // one, and writes over what is newer.
      fail(e);
      throw e;
    }
    Arrays.fill(target, offset + done, offset + length, (byte) 0);
  }

  int write(ByteBuffer source, long position) throws IOException {
    writing.lock();
    try {
      requireUsable();
      int length = source.remaining();
      // Before a chunk what H2 wrote is whole; between a chunk and its header it is not.
      if (position >= FIRST_CHUNK && pending.bytes() > 0 && pending.bytes() + length > spillAt) {
        force();
      }
      state.lock();
      try {
        pending.write(position, source);
      } finally {
        state.unlock();
      }
      return length;
    } finally {
      writing.unlock();
    }
  }

  void truncate(long size) throws IOException {
    writing.lock();
    try {
      requireUsable();
      state.lock();
      try {
        pending.truncate(size);
      } finally {
        state.unlock();
      }
    } finally {
      writing.unlock();
    }
  }

  long size() throws IOException {
    requireUsable();
    state.lock();
    try {
      return pending.size();
    } finally {
      state.unlock();
    }
  }

  /**
   * Makes everything written so far durable, all of it or, if power is lost before this returns,
   * perhaps none of it.
   */
  void force() throws IOException {
    writing.lock();
    try {
      requireUsable();
      if (pending.isEmpty()) {
        return;
      }
      appendRecord();
      journal.force();
      if (snapshot != null) {
        committing.forEachRange(snapshot::beforeChange);
      }
      committing.applyTo(file);
      endCommit();
      releaseWhatIsForced();
      if (checkpoint == null && journal.used() > journal.capacity() / 2) {
        startCheckpoint();
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
      throw e;
    } finally {
      writing.unlock();
    }
  }

  private void appendRecord() throws IOException {
    state.lock();
    try {
      committing = pending;
      pending = new PendingWrites(committing.size());
    } finally {
      state.unlock();
    }
    long bytes = committing.encodedBytes();
    if (!journal.fits(bytes)) {
      releaseEverything();
    }
    if (!journal.fits(bytes)) {
      journal.resize(2 * bytes);
    }
    journal.append(committing.encode());
  }

  private void endCommit() {
    state.lock();
    try {
      committing = null;
    } finally {
      state.unlock();
    }
  }

  private void startCheckpoint() {
    CompletableFuture<Void> forced = new CompletableFuture<>();
    checkpoint = new Checkpoint(journal.lastSequence(), forced);
    background.execute(
        () -> {
          try {
            file.force();
            forced.complete(null);
          } catch (IOException | RuntimeException | Error e) {
            fail(e);
            forced.completeExceptionally(e);
          }
        });
  }

  private void releaseWhatIsForced() throws IOException {
    if (checkpoint != null && checkpoint.forced.isDone()) {
      awaitCheckpoint();
    }
  }

  private void awaitCheckpoint() throws IOException {
    try {
      checkpoint.forced.join();
    } catch (CompletionException e) {
      throw new IOException("Forcing " + file + " to the disk failed", e.getCause());
    }
    journal.release(checkpoint.sequence);
    checkpoint = null;
  }

  private void releaseEverything() throws IOException {
    if (checkpoint != null) {
      awaitCheckpoint();
    }
    file.force();
    journal.release(journal.lastSequence());
  }

  private synchronized void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  private void requireUsable() throws IOException {
    if (failure != null) {
      throw new IOException(
          "The store file "
              + file
              + " is closed to all work since the disk failed: "
              + failure
              + ". Mend the disk and start the broker again.",
          failure);
    }
  }

  /**
   * Begins a copy of the file as of its last force.
   *
   * @param target an empty file
   * @return the copy, to be finished by the caller; then comes {@link #endSnapshot}
   * @throws IOException if the disk fails, or another copy is being made
   */
  FileSnapshot beginSnapshot(DiskFile target) throws IOException {
    writing.lock();
    try {
      requireUsable();
      if (snapshot != null) {
        throw new IOException("another copy of " + file + " is being made; wait for its end");
      }
      snapshot = new FileSnapshot(file, target);
      return snapshot;
    } finally {
      writing.unlock();
    }
  }

  /** The copy that was begun needs no more care. */
  void endSnapshot() {
    writing.lock();
    try {
      snapshot = null;
    } finally {
      writing.unlock();
    }
  }

  /** Forgets what was not forced, as a loss of power would. */
  void forgetUnforced() throws IOException {
    writing.lock();
    try {
      if (failure == null && !pending.isEmpty()) {
        startAfresh();
      }
    } finally {
      writing.unlock();
    }
  }

  private void startAfresh() throws IOException {
    state.lock();
    try {
      pending = new PendingWrites(file.size());
    } finally {
      state.unlock();
    }
  }

  /**
   * Puts another file in this one's place. After a loss of power it is wholly the one or wholly the
   * other.
   *
   * @param disk where the files are
   * @param replacement the other file, closed, its content forced
   * @param path this file
   * @throws IOException if the disk fails
   */
  void replaceBy(Disk disk, Path replacement, Path path) throws IOException {
    writing.lock();
    try {
      requireUsable();
      // No record about the old file may be left to be replayed into the new one.
      releaseEverything();
      journal.force();
      file.close();
      disk.rename(replacement, path);
      disk.forceDirectory(path.getParent());
      file = disk.open(path);
      startAfresh();
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
      throw e;
    } finally {
      writing.unlock();
    }
  }

  /**
   * Forces the file and empties the journal, unless the disk has failed, and closes both. What was
   * written and never forced is lost.
   */
  @Override
  public void close() throws IOException {
    writing.lock();
    try (DiskFile closing = file;
        journal) {
      if (failure == null) {
        releaseEverything();
      }
    } finally {
      writing.unlock();
    }
  }
}
