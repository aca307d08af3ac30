// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.DiskFile;
import org.sluicemq.store.journal.DiskLock;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.SimulatedDisk;

/**
 * A simulated disk for one life of a process: it begins with the files of a directory, and when the
 * power goes what is left of it is put there again, for the next life to find.
 */
final class LosingDisk implements Disk {

  private final SimulatedDisk disk;
  private volatile boolean forcesNothing;

  private LosingDisk(SimulatedDisk disk) {
    this.disk = disk;
  }

  /** Holds what a directory holds, if there is one, and nothing of it can be lost any more. */
  static LosingDisk loadedFrom(Path directory) throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    disk.createDirectories(directory);
    for (Path path : filesIn(directory)) {
      byte[] content = Files.readAllBytes(path);
      disk.createDirectories(path.getParent());
      DiskFile file = disk.open(path);
      file.write(0, content, 0, content.length);
      file.force();
      disk.forceDirectory(path.getParent());
    }
    return new LosingDisk(disk);
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(directory)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  /** From now on a force of a file does nothing. */
  void forceNothing() {
    forcesNothing = true;
  }

  /** Puts into the directory what a machine would find that has lost its power now. */
  void losePower(PowerLoss loss, Random random, Path directory) throws IOException {
    SimulatedDisk left = disk.afterPowerLoss(loss, random);
    for (Path old : filesIn(directory)) {
      Files.delete(old);
    }
    for (Path path : left.files()) {
      DiskFile file = left.open(path);
      byte[] content = new byte[Math.toIntExact(file.size())];
      file.read(0, content, 0, content.length);
      Files.createDirectories(path.getParent());
      Files.write(path, content);
    }
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new File(disk.open(file));
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

  private final class File implements DiskFile {

    private final DiskFile file;

    File(DiskFile file) {
      this.file = file;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) throws IOException {
      return file.read(position, target, offset, length);
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) throws IOException {
      file.write(position, source, offset, length);
    }

    @Override
    public void force() throws IOException {
      if (!forcesNothing) {
        file.force();
      }
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
