// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.StoreLock;
import org.sluicemq.store.journal.StoreLockedException;

/**
 * The directory of a copy of a store. It is made beside the target under another name, and gets its
 * name when it is complete and forced: the target is whole or not there. What a process left that
 * was killed meanwhile is taken away by the next that begins.
 *
 * <p>Begun, then either {@link #complete completed} or {@link #giveUp given up}. Not thread-safe.
 */
final class CopyTarget {

  /** Of the journal in front. */
  private static final String FRONT_JOURNAL = "writes.journal";

  private static final String LOCK = "store.lock";
  private static final String OWNER = "store.owner";

  /** What a store consists of; all else in its directory is of one process, or not durable. */
  static final List<String> DURABLE =
      List.of(
          StoreFiles.DATABASE_FILE,
          StoreFiles.JOURNAL_FILE,
          StoreMarker.FILE,
          TableMarker.FILE,
          FRONT_JOURNAL);

  /** What is being made in this process; it must not be begun a second time. */
  private static final Set<Path> UNDER_WAY = ConcurrentHashMap.newKeySet();

  private final Disk disk;
  private final Path target;
  private final Path unfinished;
  private StoreLock lock;
  private boolean named;

  private CopyTarget(Disk disk, Path target) {
    this.disk = disk;
    this.target = target.toAbsolutePath().normalize();
    this.unfinished = this.target.resolveSibling(this.target.getFileName() + ".unfinished");
  }

  /**
   * Makes an empty directory for a copy.
   *
   * @param target the name that it gets in the end
   * @throws StoreException if the target is there already, or is being made
   * @throws IOException if the disk fails; nothing is left then
   */
  static CopyTarget begin(Disk disk, Path target) throws StoreException, IOException {
    CopyTarget begun = new CopyTarget(disk, target);
    if (disk.exists(begun.target)) {
      throw new StoreException(
          "The copy is not made: "
              + begun.target
              + " is there already. Name a directory that does not exist.");
    }
    if (!UNDER_WAY.add(begun.target)) {
      throw begun.underWay(null);
    }
    try {
      begun.prepare();
      return begun;
    } catch (StoreLockedException e) {
      UNDER_WAY.remove(begun.target);
      throw begun.underWay(e);
    } catch (IOException | RuntimeException | Error e) {
      begun.giveUp(e);
      throw e;
    }
  }

  private void prepare() throws IOException {
    disk.createDirectories(unfinished);
    lock = StoreLock.acquire(disk, unfinished);
    clear();
  }

  private StoreException underWay(IOException holder) {
    return new StoreException(
        "The copy is not made: another one to "
            + target
            + " is being made. Wait for its end, or name another directory."
            + (holder == null ? "" : " " + holder.getMessage()),
        holder);
  }

  private void clear() throws IOException {
    List<String> files =
        Stream.concat(DURABLE.stream(), DURABLE.stream().map(name -> name + ".new")).toList();
    for (String file : files) {
      disk.delete(unfinished.resolve(file));
    }
  }

  /** Where the copy is made. */
  Path directory() {
    return unfinished;
  }

  /** The name that it gets. */
  Path target() {
    return target;
  }

  /** Lets the directory be opened as a store, which takes the lock itself. */
  void unlock() throws IOException {
    if (lock != null) {
      StoreLock held = lock;
      lock = null;
      held.close();
    }
    disk.delete(unfinished.resolve(OWNER));
    disk.delete(unfinished.resolve(LOCK));
  }

  /** Gives the directory its name; its files are forced. */
  void complete() throws IOException {
    unlock();
    disk.forceDirectory(unfinished);
    disk.rename(unfinished, target);
    named = true;
    disk.forceDirectory(target.getParent());
    UNDER_WAY.remove(target);
  }

  /** Takes away what there is, because of a failure that learns what goes wrong with that. */
  void giveUp(Throwable cause) {
    try {
      if (named) {
        disk.rename(target, unfinished);
      }
      clear();
      unlock();
      disk.delete(unfinished);
    } catch (IOException | RuntimeException | Error e) {
      cause.addSuppressed(e);
    } finally {
      UNDER_WAY.remove(target);
    }
  }

  /** What went wrong; the message of many a failure is the name of a file, its class says why. */
  static String reason(Throwable cause) {
    return cause.getClass().getSimpleName() + ", " + cause.getMessage();
  }
}
