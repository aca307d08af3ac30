// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.DiskFile;
import org.sluicemq.store.journal.DiskLock;

/**
 * Another disk, with a crash point before and after whatever changes or forces something, and in
 * the middle of a write, when the first half of it is done. Where a life's disk is to break, it
 * fails from that point on, be the operation done or not. Safe for any thread.
 */
final class CountedDisk implements Disk {

  private final Disk disk;
  private final CrashPoints points;
  private final ConcurrentMap<String, AtomicInteger> counts = new ConcurrentHashMap<>();

  CountedDisk(Disk disk, CrashPoints points) {
    this.disk = disk;
    this.points = points;
  }

  @FunctionalInterface
  private interface Action {
    void perform() throws IOException;
  }

  private String next(String what, Path file) {
    int count = counts.computeIfAbsent(what + file, key -> new AtomicInteger()).incrementAndGet();
    return what + " " + count + " of " + file.getFileName();
  }

  private void pass(String what) throws IOException {
    points.passDisk(what);
    if (points.brokenAt() != null) {
      throw new IOException("The disk is broken, as the test wants it: " + what);
    }
  }

  private void around(String what, Action action) throws IOException {
    pass("before " + what);
    action.perform();
    pass("after " + what);
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    if (disk.exists(file)) {
      return new Counted(file, disk.open(file));
    }
    String what = next("creation", file);
    pass("before " + what);
    DiskFile created = disk.open(file);
    pass("after " + what);
    return new Counted(file, created);
  }

  @Override
  public boolean exists(Path path) {
    return disk.exists(path);
  }

  @Override
  public void delete(Path file) throws IOException {
    around(next("deletion", file), () -> disk.delete(file));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    around(next("renaming", from), () -> disk.rename(from, to));
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    around(next("creation", directory), () -> disk.createDirectories(directory));
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    around(next("force", directory), () -> disk.forceDirectory(directory));
  }

  @Override
  public Optional<DiskLock> tryLock(Path file) throws IOException {
    return disk.tryLock(file);
  }

  private final class Counted implements DiskFile {

    private final Path path;
    private final DiskFile file;

    Counted(Path path, DiskFile file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) throws IOException {
      return file.read(position, target, offset, length);
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) throws IOException {
      String what = next("write", path);
      pass("before " + what);
      int half = length / 2;
      file.write(position, source, offset, half);
      pass("within " + what);
      file.write(position + half, source, offset + half, length - half);
      pass("after " + what);
    }

    @Override
    public void force() throws IOException {
      around(next("force", path), file::force);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void setLength(long length) throws IOException {
      around(next("length", path), () -> file.setLength(length));
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
