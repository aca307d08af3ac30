// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.file.Path;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.DiskFile;
import org.sluicemq.store.journal.StoreLock;

/**
 * Copies the files of a store that nobody uses, as they are: what was durable in the store is
 * durable in the copy, whatever state it was left in. The copy has its name only once it is
 * complete and forced. Not thread-safe.
 */
public final class StoreCopy {

  private static final int CHUNK = 1 << 20;

  private final Disk disk;
  private final Path directory;

  /**
   * Prepares to copy a store.
   *
   * @param disk where the store is, and the copy will be
   * @param directory the store directory
   */
  public StoreCopy(Disk disk, Path directory) {
    this.disk = disk;
    this.directory = directory;
  }

  /**
   * Copies the store, which is locked meanwhile.
   *
   * @param target a directory that does not exist yet
   * @return how many bytes were copied
   * @throws StoreException if the directory holds no store, or the target cannot be one
   * @throws IOException if a broker uses the store, or the disk fails; there is no target then
   */
  public long to(Path target) throws StoreException, IOException {
    if (!disk.exists(directory.resolve(StoreMarker.FILE))) {
      throw new StoreException(
          "The directory " + directory + " holds no store: there is no " + StoreMarker.FILE);
    }
    if (target.toAbsolutePath().normalize().startsWith(directory.toAbsolutePath().normalize())) {
      throw new StoreException(
          "A copy of " + directory + " cannot be kept in it: choose a target outside");
    }
    try (StoreLock lock = StoreLock.acquire(disk, directory)) {
      return copy(target);
    }
  }

  private long copy(Path target) throws StoreException, IOException {
    CopyTarget copy;
    try {
      copy = CopyTarget.begin(disk, target);
    } catch (IOException e) {
      throw failed(target, e);
    }
    try {
      long bytes = 0;
      for (String file : CopyTarget.DURABLE) {
        if (disk.exists(directory.resolve(file))) {
          bytes += copyFile(directory.resolve(file), copy.directory().resolve(file));
        }
      }
      copy.complete();
      return bytes;
    } catch (IOException e) {
      copy.giveUp(e);
      throw failed(target, e);
    } catch (RuntimeException | Error e) {
      copy.giveUp(e);
      throw e;
    }
  }

  private IOException failed(Path target, IOException cause) {
    return new IOException(
        "The copy "
            + target
            + " of "
            + directory
            + " is not made: "
            + CopyTarget.reason(cause)
            + ". The store is as it was. Check that there is room and a right to write beside "
            + target
            + ", and begin again.",
        cause);
  }

  private long copyFile(Path from, Path to) throws IOException {
    byte[] chunk = new byte[CHUNK];
    try (DiskFile source = disk.open(from);
        DiskFile copy = disk.open(to)) {
      long size = source.size();
      long position = 0;
      while (position < size) {
        int length = source.read(position, chunk, 0, chunk.length);
        if (length <= 0) {
          throw new IOException("The file " + from + " became shorter while it was read");
        }
        copy.write(position, chunk, 0, length);
        position += length;
      }
      copy.force();
      return size;
    }
  }
}
