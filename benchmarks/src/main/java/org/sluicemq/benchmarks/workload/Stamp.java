// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.workload;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What every message body carries: who sent it, as which of its messages, and when. The rest of the
 * body is filler, and the last four bytes are a checksum over all of it. Immutable.
 *
 * @param producer the index of the producer, from 0
 * @param sequence the number of the message among those of its producer, from 0
 * @param sentNanos the sender's {@link System#nanoTime()} just before the send
 */
public record Stamp(int producer, int sequence, long sentNanos) {

  /** The least size of a body in bytes. */
  public static final int BYTES = 2 * Integer.BYTES + Long.BYTES + Integer.BYTES;

  /** A body of that size filled with bytes that differ from each other, not yet stamped. */
  public static byte[] blankBody(int bytes) {
    byte[] body = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      body[i] = (byte) (i * 31 + 7);
    }
    return body;
  }

  /** Writes this stamp and the checksum into the body. */
  public void writeTo(byte[] body) {
    ByteBuffer.wrap(body)
        .putInt(producer)
        .putInt(sequence)
        .putLong(sentNanos)
        .putInt(body.length - Integer.BYTES, checksum(body));
  }

  /**
   * Reads the stamp of a body.
   *
   * @throws DamagedBodyException when the body is not what was sent
   */
  public static Stamp readFrom(byte[] body) throws DamagedBodyException {
    if (body.length < BYTES) {
      throw new DamagedBodyException("a body of only " + body.length + " bytes was received");
    }
    ByteBuffer buffer = ByteBuffer.wrap(body);
    if (buffer.getInt(body.length - Integer.BYTES) != checksum(body)) {
      throw new DamagedBodyException("a body was received that is not the one that was sent");
    }
    return new Stamp(buffer.getInt(), buffer.getInt(), buffer.getLong());
  }

  private static int checksum(byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(body, 0, body.length - Integer.BYTES);
    return (int) crc.getValue();
  }

  /** A body that is not the one that was sent. */
  public static final class DamagedBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedBodyException(String message) {
      super(message);
    }
  }
}
