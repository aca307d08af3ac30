// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.DiskFile;

/**
 * The one file of an {@link OverflowDatabase}, beside a store. Nothing of it is to outlive the
 * process, so it is written straight to the disk and never forced.
 */
final class OverflowFiles implements DatabaseFiles {

  private static final String DATABASE = "overflow";
  private static final String DATABASE_FILE = DATABASE + ".mv.db";

  private final Disk disk;
  private final Path directory;

  OverflowFiles(Disk disk, Path directory) {
    this.disk = disk;
    this.directory = directory;
  }

  /** Takes the file away, if there is one. */
  void deleteAll() throws IOException {
    delete(DATABASE_FILE);
  }

  @Override
  public String database() {
    return DATABASE;
  }

  @Override
  public boolean exists(String name) {
    return disk.exists(directory.resolve(name));
  }

  @Override
  public long size(String name) throws IOException {
    try (DiskFile file = disk.open(directory.resolve(name))) {
      return file.size();
    }
  }

  @Override
  public FileChannel open(String name, boolean readOnly) throws IOException {
    return new PlainChannel(name, disk.open(directory.resolve(name)), false);
  }

  @Override
  public void delete(String name) throws IOException {
    disk.delete(directory.resolve(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    disk.rename(directory.resolve(from), directory.resolve(to));
  }

  @Override
  public String toString() {
    return directory.resolve(DATABASE_FILE).toString();
  }
}
