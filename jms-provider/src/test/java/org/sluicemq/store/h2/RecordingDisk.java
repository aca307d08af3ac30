// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.DiskFile;
import org.sluicemq.store.journal.DiskLock;

/** Another disk whose writes and forces are remembered in their order. */
public final class RecordingDisk implements Disk {

  /**
   * A write or a force.
   *
   * @param file the file's name
   * @param written the bytes written; null for a force
   */
  public record Event(String file, byte[] written) {
    public boolean isForce() {
      return written == null;
    }
  }

  private final Disk disk;
  private List<Event> events = new ArrayList<>();

  /** Records what is done on a disk. */
  public RecordingDisk(Disk disk) {
    this.disk = disk;
  }

  /** The events so far, and begins anew. */
  public synchronized List<Event> take() {
    List<Event> taken = events;
    events = new ArrayList<>();
    return taken;
  }

  private synchronized void add(Event event) {
    events.add(event);
  }

  @Override
  public DiskFile open(Path path) throws IOException {
    DiskFile file = disk.open(path);
    String name = path.getFileName().toString();
    return new DiskFile() {
      @Override
      public int read(long position, byte[] target, int offset, int length) throws IOException {
        return file.read(position, target, offset, length);
      }

      @Override
      public void write(long position, byte[] source, int offset, int length) throws IOException {
        add(new Event(name, Arrays.copyOfRange(source, offset, offset + length)));
        file.write(position, source, offset, length);
      }

      @Override
      public void force() throws IOException {
        file.force();
        add(new Event(name, null));
      }

      @Override
      public long size() throws IOException {
        return file.size();
      }

      @Override
      public void setLength(long length) throws IOException {
        file.setLength(length);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  @Override
  public boolean exists(Path path) {
    return disk.exists(path);
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    disk.createDirectories(directory);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    disk.forceDirectory(directory);
  }

  @Override
  public Optional<DiskLock> tryLock(Path file) throws IOException {
    return disk.tryLock(file);
  }
}
