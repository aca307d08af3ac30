// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.sluicemq.store.journal.DiskFile;

/**
 * H2's way to a file that needs no journal: it counts for nothing until it is complete, or ever.
 */
final class PlainChannel extends StoreChannel {

  private final DiskFile file;
  private final boolean forced;

  /**
   * Begins with an open file.
   *
   * @param forced whether a force of H2's reaches the disk; otherwise nobody needs it to
   */
  PlainChannel(String name, DiskFile file, boolean forced) {
    super(name);
    this.file = file;
    this.forced = forced;
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    byte[] bytes = new byte[target.remaining()];
    int length = file.read(position, bytes, 0, bytes.length);
    target.put(bytes, 0, length);
    return length == 0 && bytes.length > 0 ? -1 : length;
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    file.write(position, bytes, 0, bytes.length);
    return bytes.length;
  }

  @Override
  protected void implTruncate(long size) throws IOException {
    if (size < file.size()) {
      file.setLength(size);
    }
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public void force(boolean metaData) throws IOException {
    if (forced) {
      file.force();
    }
  }

  @Override
  protected void implCloseChannel() throws IOException {
    file.close();
  }
}
