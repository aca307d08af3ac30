// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.DiskFile;
import org.sluicemq.store.journal.StoreLock;

/**
 * Copies the files of a store that nobody uses, as they are: what was durable in the store is
 * durable in the copy, whatever state it was left in. The copy has its name only once it is
 * complete and forced. Not thread-safe.
 */
final class StoreCopy {

  private static final String IDENTITY = "store.id";
  private static final List<String> OF_ONE_PROCESS = List.of("store.lock", "store.owner");
  private static final String NOT_DURABLE = "overflow";
  private static final String UNFINISHED = ".unfinished";
  private static final int CHUNK = 1 << 20;

  private final Disk disk;

  StoreCopy(Disk disk) {
    this.disk = disk;
  }

  /**
   * Copies a store.
   *
   * @param directory the store directory; it is locked meanwhile
   * @param target a directory that does not exist yet
   * @return how many bytes were copied
   * @throws StoreException if the directory holds no store, or the target cannot be one
   * @throws IOException if a broker uses the store, or the disk fails; there is no target then
   */
  long copy(Path directory, Path target) throws StoreException, IOException {
    Path unfinished = target.toAbsolutePath().resolveSibling(target.getFileName() + UNFINISHED);
    requireStore(directory);
    refuseTarget(directory, target, unfinished);
    try (StoreLock lock = StoreLock.acquire(disk, directory)) {
      return copy(directory, target.toAbsolutePath(), unfinished);
    }
  }

  private void requireStore(Path directory) throws StoreException {
    if (!disk.exists(directory.resolve(IDENTITY))) {
      throw new StoreException(
          "The directory " + directory + " holds no store: there is no " + IDENTITY);
    }
  }

  private void refuseTarget(Path directory, Path target, Path unfinished) throws StoreException {
    if (target.toAbsolutePath().normalize().startsWith(directory.toAbsolutePath().normalize())) {
      throw new StoreException(
          "A copy of " + directory + " cannot be kept in it: choose a target outside");
    }
    if (disk.exists(target)) {
      throw new StoreException(
          "The target " + target + " is there already: choose one that is not; nothing was copied");
    }
    if (disk.exists(unfinished)) {
      throw new StoreException(
          "The directory "
              + unfinished
              + " was left by a copy that was broken off, or belongs to one that is under way."
              + " Remove it, or choose another target; nothing was copied");
    }
  }

  private long copy(Path directory, Path target, Path unfinished) throws IOException {
    List<Path> files = files(directory);
    try {
      disk.createDirectories(unfinished);
      long bytes = 0;
      for (Path file : files) {
        bytes += copyFile(file, unfinished.resolve(file.getFileName()));
      }
      disk.forceDirectory(unfinished);
      disk.rename(unfinished, target);
      disk.forceDirectory(target.getParent());
      return bytes;
    } catch (IOException e) {
      removeAfter(e, unfinished, files);
      throw failed(directory, target, e);
    } catch (RuntimeException | Error e) {
      removeAfter(e, unfinished, files);
      throw e;
    }
  }

  /** The message of many a failure is the name of a file and no more; its class says why. */
  private static IOException failed(Path directory, Path target, IOException cause) {
    return new IOException(
        "The copy "
            + target
            + " of "
            + directory
            + " is not made: "
            + cause.getClass().getSimpleName()
            + ", "
            + cause.getMessage()
            + ". The store is as it was. Check that there is room and a right to write beside "
            + target
            + ", and begin again.",
        cause);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.filter(Files::isRegularFile).filter(StoreCopy::belongsToTheStore).toList();
    }
  }

  private static boolean belongsToTheStore(Path file) {
    String name = file.getFileName().toString();
    return !OF_ONE_PROCESS.contains(name) && !name.startsWith(NOT_DURABLE);
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

  private void removeAfter(Throwable failure, Path unfinished, List<Path> files) {
    List<Path> left = new ArrayList<>();
    files.forEach(file -> left.add(unfinished.resolve(file.getFileName())));
    left.add(unfinished);
    for (Path path : left) {
      try {
        disk.delete(path);
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }
}
