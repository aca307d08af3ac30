// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.File;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The disk of this machine.
 *
 * <p>Files are {@link java.io.RandomAccessFile}s: an interrupt closes a {@link FileChannel} under
 * everybody who uses it, and the threads that write a journal are the application's, which may be
 * interrupted.
 */
public final class LocalDisk implements Disk {

  // Windows has no handle to a directory that could be forced; NTFS journals names by itself.
  private static final boolean DIRECTORIES_CAN_BE_FORCED = File.separatorChar == '/';

  /** Creates the disk; it has no state of its own. */
  public LocalDisk() {}

  @Override
  public DiskFile open(Path file) throws IOException {
    return new LocalDiskFile(file);
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path);
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path existing = directory.toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      missing.push(existing);
      existing = existing.getParent();
    }
    Files.createDirectories(directory);
    for (Path created : missing) {
      forceDirectory(created.getParent());
    }
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    if (!DIRECTORIES_CAN_BE_FORCED) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      while (!forcedWithoutInterrupt(directory)) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean forcedWithoutInterrupt(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException interrupted) {
      return false;
    }
  }

  @Override
  public Optional<DiskLock> tryLock(Path file) throws IOException {
    return LocalLock.tryLock(file);
  }
}
