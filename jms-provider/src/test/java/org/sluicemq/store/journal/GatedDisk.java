// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Another disk that tells a test of every write and force of one file before it happens, on the
 * thread that asks for it; so a test can make the disk slow, or do something in the middle of a
 * call. Safe for several threads.
 */
public final class GatedDisk implements Disk {

  /** Stands before the operations of a file. */
  public interface Gate {
    /** A write is about to happen. */
    default void beforeWrite() {}

    /** A force is about to happen. */
    default void beforeForce() {}
  }

  private final Disk disk;
  private final String name;
  private volatile Gate gate = new Gate() {};

  /**
   * Puts a gate before a file.
   *
   * @param disk does the work
   * @param name the end of the name of the files that have the gate
   */
  public GatedDisk(Disk disk, String name) {
    this.disk = disk;
    this.name = name;
  }

  /** Changes the gate. */
  public void set(Gate next) {
    gate = next;
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    DiskFile opened = disk.open(file);
    return file.toString().endsWith(name) ? new Handle(opened) : opened;
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

  private final class Handle implements DiskFile {
    private final DiskFile file;

    Handle(DiskFile file) {
      this.file = file;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) throws IOException {
      return file.read(position, target, offset, length);
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) throws IOException {
      gate.beforeWrite();
      file.write(position, source, offset, length);
    }

    @Override
    public void force() throws IOException {
      gate.beforeForce();
      file.force();
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

    @Override
    public String toString() {
      return file.toString();
    }
  }
}
