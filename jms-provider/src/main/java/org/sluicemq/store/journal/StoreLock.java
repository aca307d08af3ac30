// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The right to use a store directory, held by one broker at a time, of whatever process and class
 * loader.
 *
 * <p>Take it before anything in the directory is read: replaying a journal under the hands of its
 * owner destroys the store. The lock is on {@code store.lock}; who holds it is written to {@code
 * store.owner}, a file of its own because reading the lock file could drop the lock. Safe for use
 * by several threads.
 */
public final class StoreLock implements Closeable {

  private static final int LONGEST_OWNER = 200;

  private final DiskLock lock;

  private StoreLock(DiskLock lock) {
    this.lock = lock;
  }

  /**
   * Takes the lock of a store directory.
   *
   * @param disk where the directory is
   * @param directory the directory, which exists
   * @return the lock
   * @throws StoreLockedException if another broker, in this process or another, uses the directory;
   *     it names the holder
   * @throws IOException if the directory cannot be written to
   */
  public static StoreLock acquire(Disk disk, Path directory) throws IOException {
    Path ownerFile = directory.resolve("store.owner");
    DiskLock lock = disk.tryLock(directory.resolve("store.lock")).orElse(null);
    if (lock == null) {
      throw new StoreLockedException(directory, readOwner(disk, ownerFile));
    }
    try {
      writeOwner(disk, ownerFile);
      return new StoreLock(lock);
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static void writeOwner(Disk disk, Path ownerFile) throws IOException {
    ProcessHandle process = ProcessHandle.current();
    String owner = "process " + process.pid() + ", which took it at " + Instant.now();
    byte[] text = owner.getBytes(StandardCharsets.UTF_8);
    try (DiskFile file = disk.open(ownerFile)) {
      file.setLength(0);
      file.write(0, text, 0, text.length);
    }
  }

  private static String readOwner(Disk disk, Path ownerFile) throws IOException {
    byte[] text = new byte[LONGEST_OWNER];
    try (DiskFile file = disk.open(ownerFile)) {
      int length = file.read(0, text, 0, text.length);
      return length == 0
          ? "a process that left no name"
          : new String(text, 0, length, StandardCharsets.UTF_8);
    }
  }

  /**
   * Gives the directory free. Closing twice does nothing.
   *
   * @throws IOException if the operating system refuses
   */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
