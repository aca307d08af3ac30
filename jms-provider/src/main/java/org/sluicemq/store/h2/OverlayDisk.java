// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.DiskFile;
import org.sluicemq.store.journal.DiskLock;

/**
 * Another disk, of which nothing is changed: what is written is kept in memory, where reads see it,
 * and forgotten in the end. Only locks, and the names of their holders, are those of the other
 * disk. One lock guards everything.
 */
final class OverlayDisk implements Disk, Closeable {

  private static final String LOCK_OWNER = "store.owner";

  private final Disk disk;
  private final Map<Path, Content> contents = new HashMap<>();

  OverlayDisk(Disk disk) {
    this.disk = disk;
  }

  /** A file as it would be. */
  private final class Content implements DiskFile {
    private final DiskFile below;
    private final PendingWrites writes;
    private long size;
    private boolean exists = true;

    Content(DiskFile below) throws IOException {
      this.below = below;
      this.size = below == null ? 0 : below.size();
      this.writes = new PendingWrites(size);
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) throws IOException {
      synchronized (contents) {
        int wanted = (int) Math.max(0, Math.min(length, size - position));
        int read = below == null ? 0 : below.read(position, target, offset, wanted);
        Arrays.fill(target, offset + read, offset + wanted, (byte) 0);
        writes.patch(position, target, offset, wanted);
        return wanted;
      }
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) {
      synchronized (contents) {
        writes.write(position, ByteBuffer.wrap(source, offset, length));
        size = Math.max(size, position + length);
      }
    }

    @Override
    public void force() {}

    @Override
    public long size() {
      synchronized (contents) {
        return size;
      }
    }

    @Override
    public void setLength(long length) {
      synchronized (contents) {
        writes.truncate(length);
        size = length;
      }
    }

    @Override
    public void close() {}
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    if (file.endsWith(LOCK_OWNER)) {
      return disk.open(file);
    }
    synchronized (contents) {
      Content content = contents.get(file);
      if (content == null) {
        content = new Content(disk.exists(file) ? disk.open(file) : null);
        contents.put(file, content);
      } else if (!content.exists) {
        content.setLength(0);
        content.exists = true;
      }
      return content;
    }
  }

  @Override
  public boolean exists(Path path) {
    synchronized (contents) {
      Content content = contents.get(path);
      return content == null ? disk.exists(path) : content.exists;
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    synchronized (contents) {
      if (exists(file)) {
        open(file);
        contents.get(file).exists = false;
      }
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    synchronized (contents) {
      open(from);
      Content moved = contents.get(from);
      Content gone = new Content(null);
      gone.exists = false;
      contents.put(from, gone);
      contents.put(to, moved);
    }
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    if (!disk.exists(directory)) {
      throw new IOException("There is no directory " + directory);
    }
  }

  @Override
  public void forceDirectory(Path directory) {}

  @Override
  public Optional<DiskLock> tryLock(Path file) throws IOException {
    return disk.tryLock(file);
  }

  @Override
  public void close() throws IOException {
    synchronized (contents) {
      for (Content content : contents.values()) {
        if (content.below != null) {
          content.below.close();
        }
      }
    }
  }
}
