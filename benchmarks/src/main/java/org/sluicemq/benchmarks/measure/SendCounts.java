// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How many sends each producer of a JVM has begun, and how many have returned, in a file that
 * outlives the JVM when that is killed. Each producer writes only its own two numbers.
 */
public final class SendCounts {

  private static final int BYTES_EACH = 2 * Long.BYTES;

  private final MappedByteBuffer numbers;

  private SendCounts(MappedByteBuffer numbers) {
    this.numbers = numbers;
  }

  /**
   * How many messages may have been stored.
   *
   * @param returned those whose send had returned: at least these
   * @param begun those whose send had begun: at most these
   */
  public record Bounds(long returned, long begun) {}

  /** Counts from zero in a new file. */
  static SendCounts create(Path file, int producers) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      return new SendCounts(
          channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) producers * BYTES_EACH));
    }
  }

  void begin(int producer, long count) {
    numbers.putLong(producer * BYTES_EACH, count);
  }

  void returned(int producer, long count) {
    numbers.putLong(producer * BYTES_EACH + Long.BYTES, count);
  }

  /** Reads what a JVM that is gone has left. */
  public static Bounds read(Path file) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.BIG_ENDIAN);
    long begun = 0;
    long returned = 0;
    while (left.hasRemaining()) {
      begun += left.getLong();
      returned += left.getLong();
    }
    return new Bounds(returned, begun);
  }
}
