// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.UUID;
import org.h2.api.ErrorCode;
import org.h2.message.DbException;
import org.h2.store.fs.FilePath;

/**
 * The file system that one open store shows to H2: a flat directory under a scheme of its own.
 *
 * <p>Each opening has its own scheme, so that brokers of several class loaders can share one H2,
 * and nothing of a closed store can be reached again. Register it before the database is opened and
 * remove it after the database is closed.
 */
final class StoreFilePath extends FilePath {

  private final DatabaseFiles files;
  private final String scheme;

  private StoreFilePath(DatabaseFiles files, String scheme, String name) {
    this.files = files;
    this.scheme = scheme;
    this.name = name;
  }

  /** Makes the files of a store known to H2. */
  static StoreFilePath register(DatabaseFiles files) {
    String scheme = "sluice-" + UUID.randomUUID();
    StoreFilePath root = new StoreFilePath(files, scheme, scheme + ":/");
    FilePath.register(root);
    return root;
  }

  /** Makes H2 forget the files. */
  void unregister() {
    FilePath.unregister(this);
  }

  /** The name under which H2 opens the database. */
  String database() {
    return name + files.database();
  }

  @Override
  public String getScheme() {
    return scheme;
  }

  @Override
  public FilePath getPath(String path) {
    return new StoreFilePath(files, scheme, path);
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
    return !isDirectory() && exists();
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
  public boolean exists() {
    return isDirectory() || files.exists(getName());
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

  /** Temporary files are made elsewhere, so there are none that H2 would have to find here. */
  @Override
  public List<FilePath> newDirectoryStream() {
    return List.of();
  }

  @Override
  public FilePath createTempFile(String suffix, boolean inTempDir) throws IOException {
    return FilePath.get(files.database()).createTempFile(suffix, true);
  }

  @Override
  public void createDirectory() {
    if (!isDirectory()) {
      throw DbException.get(ErrorCode.FILE_CREATION_FAILED_1, name);
    }
  }

  @Override
  public long size() {
    try {
      return files.size(getName());
    } catch (IOException e) {
      throw DbException.convertIOException(e, name);
    }
  }

  @Override
  public boolean createFile() {
    try {
      boolean existed = exists();
      files.open(getName(), false).close();
      return !existed;
    } catch (IOException e) {
      throw DbException.convertIOException(e, name);
    }
  }

  @Override
  public void delete() {
    try {
      files.delete(getName());
    } catch (IOException e) {
      throw DbException.get(ErrorCode.FILE_DELETE_FAILED_1, e, name);
    }
  }

  @Override
  public void moveTo(FilePath target, boolean atomicReplace) {
    try {
      files.rename(getName(), target.getName());
    } catch (IOException e) {
      throw DbException.get(ErrorCode.FILE_RENAME_FAILED_2, e, name, target.toString());
    }
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return files.open(getName(), mode.equals("r"));
  }
}
