// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A disk in memory that can lose its power: at any moment, or at a chosen operation, and then tells
 * what a machine would find that is started again, where anything that was not forced may be kept,
 * lost, torn or out of order.
 *
 * <p>Names are lost as journalling file systems lose them: a rename is whole or not at all, and
 * what survives of the changes to a directory are the first ones.
 *
 * <p>Safe for use by several threads; runs repeat exactly only with one.
 */
public final class SimulatedDisk implements Disk {

  private final Map<Path, SimulatedFile> durableNames = new HashMap<>();
  private final Map<Path, SimulatedFile> names = new HashMap<>();
  private final List<Renaming> unforcedNames = new ArrayList<>();
  private final Set<Path> locked = new HashSet<>();
  private long operations;
  private long lastOperation = Long.MAX_VALUE;
  private Watcher watcher = disk -> {};

  /** Creates an empty disk. */
  public SimulatedDisk() {}

  /** A name that went, a name that came, or both at once. */
  private record Renaming(Path gone, Path come, SimulatedFile file) {
    void applyTo(Map<Path, SimulatedFile> names) {
      if (gone != null) {
        names.remove(gone);
      }
      if (come != null) {
        names.put(come, file);
      }
    }
  }

  /** The files there are, in the order of their names. */
  public synchronized List<Path> files() {
    return names.keySet().stream().sorted().toList();
  }

  /** Is told of every operation that changes or forces something. */
  @FunctionalInterface
  public interface Watcher {
    /**
     * An operation is about to happen; whatever was done before is on the disk.
     *
     * @param disk the disk, of which an image may be taken
     */
    void before(SimulatedDisk disk);
  }

  /** From now on somebody watches; called with the disk locked, by the thread that works on it. */
  public synchronized void watch(Watcher next) {
    watcher = next;
  }

  /** How many operations changed or forced anything so far. */
  public synchronized long operations() {
    return operations;
  }

  /**
   * Lets the power go during a later operation, which fails as all after it do.
   *
   * @param count how many further operations succeed
   */
  public synchronized void losePowerAfter(long count) {
    lastOperation = operations + count;
  }

  /** Whether the chosen moment has come. */
  public synchronized boolean hasLostPower() {
    return operations > lastOperation;
  }

  /**
   * What a machine finds that is started after a loss of power now. This disk is not changed and
   * can go on, so that many outcomes of one moment can be tried.
   *
   * @param loss what is lost
   * @param random decides where that leaves a choice
   * @return a new disk
   */
  public synchronized SimulatedDisk afterPowerLoss(PowerLoss loss, Random random) {
    SimulatedDisk found = new SimulatedDisk();
    int kept =
        switch (loss) {
          case NONE_LOST -> unforcedNames.size();
          case ALL_LOST -> 0;
          default -> random.nextInt(unforcedNames.size() + 1);
        };
    found.durableNames.putAll(durableNames);
    unforcedNames.subList(0, kept).forEach(renaming -> renaming.applyTo(found.durableNames));
    // In the order of the names, so that one seed always means one outcome.
    found.durableNames.keySet().stream()
        .sorted()
        .toList()
        .forEach(
            name ->
                found.durableNames.computeIfPresent(
                    name, (key, file) -> file.afterPowerLoss(loss, random)));
    found.names.putAll(found.durableNames);
    return found;
  }

  private synchronized void countOperation() throws PowerLostException {
    operations++;
    requirePower();
  }

  private synchronized void requirePowerToChange() throws PowerLostException {
    requirePower();
    watcher.before(this);
  }

  private synchronized void requirePower() throws PowerLostException {
    if (hasLostPower()) {
      throw new PowerLostException();
    }
  }

  private void change(Renaming renaming) {
    renaming.applyTo(names);
    unforcedNames.add(renaming);
  }

  @Override
  public synchronized DiskFile open(Path path) throws IOException {
    requirePower();
    if (!names.containsKey(path)) {
      watcher.before(this);
      change(new Renaming(null, path, new SimulatedFile()));
      countOperation();
    }
    return new Handle(path, names.get(path));
  }

  @Override
  public synchronized boolean exists(Path path) {
    return names.containsKey(path);
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    requirePower();
    if (names.containsKey(path)) {
      watcher.before(this);
      change(new Renaming(path, null, null));
      countOperation();
    }
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    requirePower();
    if (!names.containsKey(from)) {
      throw new FileNotFoundException(from.toString());
    }
    watcher.before(this);
    change(new Renaming(from, to, names.get(from)));
    countOperation();
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    requirePower();
  }

  @Override
  public synchronized void forceDirectory(Path directory) throws IOException {
    requirePowerToChange();
    countOperation();
    unforcedNames.forEach(renaming -> renaming.applyTo(durableNames));
    unforcedNames.clear();
  }

  @Override
  public synchronized Optional<DiskLock> tryLock(Path path) throws IOException {
    requirePower();
    return locked.add(path) ? Optional.of(() -> unlock(path)) : Optional.empty();
  }

  private synchronized void unlock(Path path) {
    locked.remove(path);
  }

  private final class Handle implements DiskFile {
    private final Path path;
    private final SimulatedFile file;

    Handle(Path path, SimulatedFile file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) throws IOException {
      requirePower();
      return file.read(position, target, offset, length);
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) throws IOException {
      synchronized (SimulatedDisk.this) {
        requirePowerToChange();
        file.write(position, source, offset, length);
        countOperation();
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (SimulatedDisk.this) {
        requirePowerToChange();
        countOperation();
        file.force();
      }
    }

    @Override
    public long size() throws IOException {
      requirePower();
      return file.size();
    }

    @Override
    public void setLength(long length) throws IOException {
      synchronized (SimulatedDisk.this) {
        requirePowerToChange();
        file.setLength(length);
        countOperation();
      }
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
      return path.toString();
    }
  }
}
