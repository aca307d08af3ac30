// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * A file of the local disk behind two handles, one to write and one to read, because a {@link
 * RandomAccessFile} has a single position: readers queue behind readers, but never behind a writer.
 */
final class LocalDiskFile implements DiskFile {

  private final Path path;
  private final RandomAccessFile writer;
  private final RandomAccessFile reader;

  LocalDiskFile(Path path) throws IOException {
    this.path = path;
    this.writer = new RandomAccessFile(path.toFile(), "rw");
    try {
      this.reader = new RandomAccessFile(path.toFile(), "r");
    } catch (IOException e) {
      writer.close();
      throw e;
    }
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) throws IOException {
    synchronized (reader) {
      reader.seek(position);
      int done = 0;
      while (done < length) {
        int count = reader.read(target, offset + done, length - done);
        if (count < 0) {
          break;
        }
        done += count;
      }
      return done;
    }
  }

  @Override
  public void write(long position, byte[] source, int offset, int length) throws IOException {
    synchronized (writer) {
      writer.seek(position);
      writer.write(source, offset, length);
    }
  }

  @Override
  public void force() throws IOException {
    writer.getFD().sync();
  }

  @Override
  public long size() throws IOException {
    synchronized (reader) {
      return reader.length();
    }
  }

  @Override
  public void setLength(long length) throws IOException {
    synchronized (writer) {
      writer.setLength(length);
    }
  }

  @Override
  public void close() throws IOException {
    try (writer) {
      reader.close();
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
