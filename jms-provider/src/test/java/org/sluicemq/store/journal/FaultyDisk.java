// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Another disk on which a chosen operation fails. Most faults are over with it: what comes after
 * succeeds, as it may on a real disk whose operating system has thrown away what it could not
 * write. Safe for several threads.
 */
public final class FaultyDisk implements Disk {

  private final Disk disk;
  private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
  private Fault fault;
  private int number;
  private boolean failed;
  private Error error;

  /**
   * Puts faults before a disk.
   *
   * @param disk the disk that does the work
   */
  public FaultyDisk(Disk disk) {
    this.disk = disk;
  }

  /**
   * Lets a later operation fail.
   *
   * @param kind how
   * @param which which one of those that can fail in this way, counting from 1
   */
  public synchronized void failAt(Fault kind, int which) {
    fault = kind;
    number = which;
    failed = false;
    error = null;
    counts.clear();
  }

  /** Lets a later operation end in an error, which is no fault of the disk; counts from 1. */
  public synchronized void endAt(Fault kind, int which, Error with) {
    failAt(kind, which);
    error = with;
  }

  /** Lets a later write fail half way; counts from 1. */
  public void failWrite(int which) {
    failAt(Fault.SHORT_WRITE, which);
  }

  /** Lets a later force of a file fail; counts from 1. */
  public void failForce(int which) {
    failAt(Fault.FORCE, which);
  }

  /** Whether the chosen operation was reached. */
  public synchronized boolean hasFailed() {
    return failed;
  }

  /** How many operations could have failed in a way, since a fault was chosen last. */
  public synchronized int count(Fault kind) {
    return counts.getOrDefault(kind, 0);
  }

  private synchronized boolean fails(Fault kind) {
    int count = counts.merge(kind, 1, Integer::sum);
    boolean fails = kind == fault && (count == number || failed && kind.isLasting());
    failed |= fails;
    if (fails && error != null) {
      throw error;
    }
    return fails;
  }

  private void pass(Fault... kinds) throws IOException {
    for (Fault kind : kinds) {
      if (fails(kind)) {
        throw new IOException(kind.message() + " (injected)");
      }
    }
  }

  private void passGrowth(boolean grows) throws IOException {
    if (grows) {
      pass(Fault.FULL, Fault.FULL_ONCE);
    }
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    if (!disk.exists(file)) {
      pass(Fault.NAME, Fault.FULL, Fault.FULL_ONCE);
    }
    return new Handle(disk.open(file));
  }

  @Override
  public boolean exists(Path path) {
    return disk.exists(path);
  }

  @Override
  public void delete(Path file) throws IOException {
    pass(Fault.NAME);
    disk.delete(file);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    pass(Fault.NAME);
    disk.rename(from, to);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    disk.createDirectories(directory);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    pass(Fault.NAME);
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
      pass(Fault.READ);
      return file.read(position, target, offset, length);
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) throws IOException {
      pass(Fault.WRITE, Fault.NO_BLOCKS);
      passGrowth(position + length > file.size());
      if (fails(Fault.SHORT_WRITE)) {
        file.write(position, source, offset, length / 2);
        throw new IOException(Fault.SHORT_WRITE.message() + " (injected)");
      }
      file.write(position, source, offset, length);
    }

    @Override
    public void force() throws IOException {
      pass(Fault.FORCE);
      file.force();
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void setLength(long length) throws IOException {
      pass(Fault.LENGTH);
      passGrowth(length > file.size());
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
