// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.util.BitSet;
import org.sluicemq.store.journal.DiskFile;

/**
 * A copy of a file as it was at one moment, made while the file is written to: whoever changes a
 * part of it first lets the old part be copied. Safe for use by several threads; the lock is held
 * for the copying of one block.
 */
final class FileSnapshot {

  private static final int BLOCK = 64 * 1024;

  private final DiskFile source;
  private final DiskFile target;
  private final long size;
  private final BitSet copied = new BitSet();
  private final byte[] block = new byte[BLOCK];
  private IOException failure;

  /**
   * Begins a copy.
   *
   * @param source the file; nobody writes to it until this object is known to those who do
   * @param target an empty file
   */
  FileSnapshot(DiskFile source, DiskFile target) throws IOException {
    this.source = source;
    this.target = target;
    this.size = source.size();
  }

  /**
   * A range is about to be changed. A failure of the target is the copy's own, not the writer's.
   */
  synchronized void beforeChange(long from, long to) {
    long end = Math.min(to, size);
    for (long at = from - from % BLOCK; at < end && failure == null; at += BLOCK) {
      try {
        copy((int) (at / BLOCK));
      } catch (IOException e) {
        failure = e;
      } catch (RuntimeException | Error e) {
        failure = new IOException(e.toString(), e);
      }
    }
  }

  private void copy(int index) throws IOException {
    if (!copied.get(index)) {
      long at = (long) index * BLOCK;
      int length = source.read(at, block, 0, (int) Math.min(BLOCK, size - at));
      target.write(at, block, 0, length);
      copied.set(index);
    }
  }

  /** Copies the next block that is still to be copied; returns whether there was one. */
  private synchronized boolean copyNext() throws IOException {
    if (failure != null) {
      throw failure;
    }
    int next = copied.nextClearBit(0);
    if ((long) next * BLOCK >= size) {
      return false;
    }
    copy(next);
    return true;
  }

  /** Copies what is left and forces the copy. */
  void finish() throws IOException {
    boolean more;
    do {
      more = copyNext();
    } while (more);
    target.setLength(size);
    target.force();
  }
}
