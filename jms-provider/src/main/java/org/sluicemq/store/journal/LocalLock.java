// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A lock file on the local disk. A lock of the operating system keeps other processes away. Inside
 * one process it is no help, even harmful: on POSIX systems it belongs to the process, and a second
 * attempt that merely opened and closed the file would drop it. So the file is claimed first in the
 * system properties, which all class loaders of the process share.
 */
final class LocalLock implements DiskLock {

  private static final String CLAIM = "org.sluicemq.store.lock:";

  private final String claim;
  private final FileChannel channel;
  private boolean closed;

  private LocalLock(String claim, FileChannel channel) {
    this.claim = claim;
    this.channel = channel;
  }

  static Optional<DiskLock> tryLock(Path file) throws IOException {
    Path real = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
    String claim = CLAIM + real;
    if (System.getProperties().putIfAbsent(claim, "claimed") != null) {
      return Optional.empty();
    }
    FileChannel channel = null;
    try {
      channel = lockedChannel(real);
    } finally {
      if (channel == null) {
        System.clearProperty(claim);
      }
    }
    return Optional.ofNullable(channel).map(locked -> new LocalLock(claim, locked));
  }

  private static FileChannel lockedChannel(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException lockedUnderAnotherName) {
      return null;
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? null : channel;
  }

  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      try {
        channel.close();
      } finally {
        System.clearProperty(claim);
      }
    }
  }
}
