// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.sluicemq.store.journal.SimulatedDirectory.Node;

/**
 * A disk in memory that can lose its power: at any moment, or at a chosen operation, and then tells
 * what a machine would find that is started again, where anything that was not forced may be kept,
 * lost, torn or out of order.
 *
 * <p>Names are lost as journalling file systems lose them: a rename, also of a directory, is whole
 * or not at all, and what survives of the changes to a directory are the first ones. A directory is
 * forced by itself: what survives of one tells nothing of another, so that a directory can have a
 * new name while names in it are lost. A directory in which a file is opened is there durably, even
 * if nobody created it.
 *
 * <p>Safe for use by several threads; runs repeat exactly only with one.
 */
public final class SimulatedDisk implements Disk {

  private final SimulatedDirectory root;
  private final Set<Path> locked = new HashSet<>();
  private long operations;
  private long lastOperation = Long.MAX_VALUE;
  private Watcher watcher = disk -> {};

  /** Creates an empty disk. */
  public SimulatedDisk() {
    this(new SimulatedDirectory());
  }

  private SimulatedDisk(SimulatedDirectory root) {
    this.root = root;
  }

  /** The files there are, in the order of their names. */
  public synchronized List<Path> files() {
    List<Path> files = new ArrayList<>();
    root.forEachFile(Path.of("/"), (path, file) -> files.add(path));
    return files;
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
    return new SimulatedDisk(root.afterPowerLoss(loss, random));
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

  /** What a path stands for, or null. */
  private Node find(Path path) {
    Node found = new Node(null, root);
    for (Path name : path) {
      if (found == null || !found.isDirectory()) {
        return null;
      }
      found = found.directory().get(name.toString());
    }
    return found;
  }

  /** The directory that a name is in; made, durably, if it is missing. */
  private SimulatedDirectory parent(Path path) throws NotDirectoryException {
    SimulatedDirectory directory = root;
    Path above = path.getParent();
    for (int i = 0; i < above.getNameCount(); i++) {
      String name = above.getName(i).toString();
      if (directory.get(name) == null) {
        directory.create(name, Node.newDirectory());
        directory.force();
      }
      if (!directory.get(name).isDirectory()) {
        throw new NotDirectoryException(above.toString());
      }
      directory = directory.get(name).directory();
    }
    return directory;
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  @Override
  public synchronized DiskFile open(Path path) throws IOException {
    requirePower();
    Node node = find(path);
    if (node == null) {
      watcher.before(this);
      node = Node.newFile();
      parent(path).create(name(path), node);
      countOperation();
    }
    if (node.isDirectory()) {
      throw new FileNotFoundException(path + " (Is a directory)");
    }
    return new Handle(path, node.file());
  }

  @Override
  public synchronized boolean exists(Path path) {
    return find(path) != null;
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    requirePower();
    Node node = find(path);
    if (node != null) {
      requireEmpty(path, node);
      watcher.before(this);
      parent(path).delete(name(path));
      countOperation();
    }
  }

  private static void requireEmpty(Path path, Node node) throws DirectoryNotEmptyException {
    if (node.isDirectory() && !node.directory().isEmpty()) {
      throw new DirectoryNotEmptyException(path.toString());
    }
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    requirePower();
    Node node = find(from);
    if (node == null) {
      throw new FileNotFoundException(from.toString());
    }
    Node replaced = find(to);
    if (replaced != null) {
      if (replaced.isDirectory() != node.isDirectory()) {
        throw new FileAlreadyExistsException(to.toString());
      }
      requireEmpty(to, replaced);
    }
    if (!from.getParent().equals(to.getParent())) {
      throw new IOException(from + " is not renamed into another directory, " + to);
    }
    watcher.before(this);
    parent(from).rename(name(from), name(to));
    countOperation();
  }

  @Override
  public synchronized void createDirectories(Path directory) throws IOException {
    requirePower();
    for (int i = 1; i <= directory.getNameCount(); i++) {
      Path path = Path.of("/").resolve(directory.subpath(0, i));
      Node node = find(path);
      if (node == null) {
        watcher.before(this);
        parent(path).create(name(path), Node.newDirectory());
        countOperation();
        parent(path).force();
      } else if (!node.isDirectory()) {
        throw new FileAlreadyExistsException(path.toString());
      }
    }
  }

  @Override
  public synchronized void forceDirectory(Path directory) throws IOException {
    requirePowerToChange();
    countOperation();
    Node node = find(directory);
    if (node == null || !node.isDirectory()) {
      throw new NotDirectoryException(directory.toString());
    }
    node.directory().force();
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
