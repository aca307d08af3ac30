// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.io.InputStream;
import java.util.Objects;

/** Reads a body from its beginning to its end. Not safe between threads. */
final class BodyStream extends InputStream {
  private final Body body;
  private int position;

  BodyStream(Body body) {
    this.body = body;
  }

  @Override
  public int read() {
    if (position == body.length()) {
      return -1;
    }
    byte[] chunk = body.chunk(position / Body.CHUNK_BYTES);
    return chunk[position++ % Body.CHUNK_BYTES] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int wanted) {
    Objects.checkFromIndexSize(offset, wanted, target.length);
    int count = Math.min(wanted, available());
    if (count == 0) {
      return wanted == 0 ? 0 : -1;
    }
    body.copyTo(position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() {
    return body.length() - position;
  }
}
