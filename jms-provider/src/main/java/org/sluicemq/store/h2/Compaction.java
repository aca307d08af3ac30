// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;

/**
 * Makes the file of a database small again, in steps of some milliseconds. H2 uses a chunk of its
 * file again once nothing in it is live; a few old messages would keep many chunks, and one chunk
 * at the end would keep the file long. So what is live in chunks that are mostly dead is written
 * anew, and chunks at the end are moved into holes. Used by the writing thread only, between
 * groups.
 */
final class Compaction {

  private static final System.Logger LOG = System.getLogger(Compaction.class.getName());

  /** A file of this size is usually left alone. */
  static final long SMALL_BYTES = 8 << 20;

  private static final int WANTED_FILL_PERCENT = 60;

  /** A full journal of the size that most stores have is not in sight at this size. */
  private static final int STEP_BYTES = 2 << 20;

  private final MVStore database;
  private final RandomAccessStore file;
  private final long leftAlone;
  private long sizeAfterwards;

  /**
   * Takes care of a database.
   *
   * @param leftAlone a file of so many bytes, or fewer, stays as it is
   */
  Compaction(MVStore database, long leftAlone) {
    this.database = database;
    this.leftAlone = leftAlone;
    FileStore<?> store = database.getFileStore();
    this.file = (RandomAccessStore) store;
    this.sizeAfterwards = file.size();
  }

  /** Whether the file has grown so much that one should look what is live in it. */
  boolean isDue() {
    long size = file.size();
    return size > leftAlone && size > sizeAfterwards + sizeAfterwards / 4;
  }

  /**
   * Does one step, if it is worth it.
   *
   * @return whether the next one may be worth it too
   */
  boolean step() {
    long before = file.size();
    boolean gained = before > leftAlone && (rewrite() || move(before));
    sizeAfterwards = file.size();
    if (gained) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "A step of compaction: the file had {0} bytes and has {1}",
          before,
          sizeAfterwards);
    }
    return gained;
  }

  private boolean rewrite() {
    if (file.getChunksFillRate() >= WANTED_FILL_PERCENT
        || !database.compact(WANTED_FILL_PERCENT, STEP_BYTES)) {
      return false;
    }
    database.commit();
    database.sync();
    return true;
  }

  private boolean move(long before) {
    if (file.getFillRate() >= WANTED_FILL_PERCENT) {
      return false;
    }
    file.compactMoveChunks(WANTED_FILL_PERCENT, STEP_BYTES, database);
    return file.size() < before;
  }
}
