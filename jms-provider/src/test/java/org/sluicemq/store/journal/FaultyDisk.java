// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Another disk on which a chosen write or force fails, once: what comes after it succeeds, as it
 * may on a real disk whose operating system has thrown away what it could not write. A failing
 * write leaves half of its bytes.
 */
public final class FaultyDisk implements Disk {

  private final Disk disk;
  private int writesUntilFailure = Integer.MAX_VALUE;
  private int forcesUntilFailure = Integer.MAX_VALUE;
  private boolean failed;

  /**
   * Puts faults before a disk.
   *
   * @param disk the disk that does the work
   */
  public FaultyDisk(Disk disk) {
    this.disk = disk;
  }

  /**
   * Lets a later write fail.
   *
   * @param number which one, counting from 1
   */
  public synchronized void failWrite(int number) {
    writesUntilFailure = number;
    failed = false;
  }

  /**
   * Lets a later force of a file fail.
   *
   * @param number which one, counting from 1
   */
  public synchronized void failForce(int number) {
    forcesUntilFailure = number;
    failed = false;
  }

  /** Whether the chosen operation was reached. */
  public synchronized boolean hasFailed() {
    return failed;
  }

  private synchronized boolean writeFails() {
    boolean fails = writesUntilFailure != Integer.MAX_VALUE && --writesUntilFailure == 0;
    failed |= fails;
    return fails;
  }

  private synchronized boolean forceFails() {
    boolean fails = forcesUntilFailure != Integer.MAX_VALUE && --forcesUntilFailure == 0;
    failed |= fails;
    return fails;
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new Handle(disk.open(file));
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
      if (writeFails()) {
        file.write(position, source, offset, length / 2);
        throw new IOException("injected write failure");
      }
      file.write(position, source, offset, length);
    }

    @Override
    public void force() throws IOException {
      if (forceFails()) {
        throw new IOException("injected force failure");
      }
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
