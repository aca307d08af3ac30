// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.h2.message.DbException;
import org.h2.store.fs.FilePath;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.DiskFile;

/** H2 as it is, straight on a disk: what the journalled path is held against. */
final class UnjournalledFilePath extends FilePath {

  private final Disk disk;
  private final String scheme;

  private UnjournalledFilePath(Disk disk, String scheme, String name) {
    this.disk = disk;
    this.scheme = scheme;
    this.name = name;
  }

  static UnjournalledFilePath register(Disk disk) {
    String scheme = "plain-" + UUID.randomUUID();
    UnjournalledFilePath root = new UnjournalledFilePath(disk, scheme, scheme + ":/");
    FilePath.register(root);
    return root;
  }

  private Path file() {
    return Path.of("/store", getName());
  }

  @Override
  public String getScheme() {
    return scheme;
  }

  @Override
  public FilePath getPath(String path) {
    return new UnjournalledFilePath(disk, scheme, path);
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    DiskFile opened = disk.open(file());
    disk.forceDirectory(file().getParent());
    return new PlainChannel(name, opened, true);
  }

  @Override
  public long size() {
    try (DiskFile file = disk.open(file())) {
      return file.size();
    } catch (IOException e) {
      throw DbException.convertIOException(e, name);
    }
  }

  @Override
  public boolean exists() {
    return isDirectory() || disk.exists(file());
  }

  @Override
  public void delete() {
    try {
      disk.delete(file());
    } catch (IOException e) {
      throw DbException.convertIOException(e, name);
    }
  }

  @Override
  public FilePath getParent() {
    return isDirectory() ? null : getPath(scheme + ":/");
  }

  @Override
  public boolean isDirectory() {
    return getName().isEmpty();
  }

  @Override
  public boolean isRegularFile() {
    return !isDirectory();
  }

  @Override
  public boolean isAbsolute() {
    return true;
  }

  @Override
  public FilePath toRealPath() {
    return this;
  }

  @Override
  public boolean canWrite() {
    return true;
  }

  @Override
  public boolean setReadOnly() {
    return false;
  }

  @Override
  public long lastModified() {
    return 0;
  }

  @Override
  public List<FilePath> newDirectoryStream() {
    return List.of();
  }

  @Override
  public boolean createFile() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void createDirectory() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void moveTo(FilePath target, boolean atomicReplace) {
    throw new UnsupportedOperationException();
  }
}
