// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;

/**
 * H2's way to the database file. Closing it without a force before is, to the file, a loss of
 * power.
 */
final class JournalledChannel extends StoreChannel {

  private final JournalledFile file;
  private final boolean readOnly;

  JournalledChannel(String name, JournalledFile file, boolean readOnly) {
    super(name);
    this.file = file;
    this.readOnly = readOnly;
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return file.read(target, position);
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    requireWritable();
    return file.write(source, position);
  }

  @Override
  protected void implTruncate(long size) throws IOException {
    requireWritable();
    file.truncate(size);
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public void force(boolean metaData) throws IOException {
    file.force();
  }

  @Override
  protected void implCloseChannel() throws IOException {
    if (!readOnly) {
      file.forgetUnforced();
    }
  }

  private void requireWritable() {
    if (readOnly) {
      throw new NonWritableChannelException();
    }
  }
}
