// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.sluicemq.benchmarks.workload.Stamp;
import org.sluicemq.benchmarks.workload.Workload;

/**
 * What the disk alone allows: one thread writes the bodies of a workload one behind the other into
 * a preallocated file and forces it, with as many bodies to a force as could ever share one. No
 * broker that forces every unit of work can send faster than this on one file. Not thread-safe.
 */
public final class DiskFloor {

  private static final long FILE_BYTES = 64L << 20;
  private static final int ZEROES = 1 << 20;

  private final Workload workload;
  private final Path directory;

  /** The floor under that workload on the disk of that directory. */
  public DiskFloor(Workload workload, Path directory) {
    this.workload = workload;
    this.directory = directory;
  }

  /** Writes and forces for so long. */
  public Figures run(Duration time) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            directory.resolve("floor"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      preallocate(file);
      return appendAndForce(file, time.toNanos());
    }
  }

  private static void preallocate(FileChannel file) throws IOException {
    for (long position = 0; position < FILE_BYTES; position += ZEROES) {
      writeAll(file, ByteBuffer.allocateDirect(ZEROES), position);
    }
    file.force(true);
  }

  private Figures appendAndForce(FileChannel file, long nanos) throws IOException {
    int unit = workload.mostMessagesPerForce();
    ByteBuffer bodies = bodies(unit);
    Latencies latencies = new Latencies();
    long messages = 0;
    long position = 0;
    long start = System.nanoTime();
    long now = start;
    while (now - start < nanos) {
      if (position + bodies.capacity() > FILE_BYTES) {
        position = 0;
      }
      writeAll(file, bodies.clear(), position);
      file.force(false);
      position += bodies.capacity();
      messages += unit;
      long forced = System.nanoTime();
      latencies.record(forced - now);
      now = forced;
    }
    double rate = Figures.perSecond(messages, now - start);
    Percentiles percentiles = Latencies.merged(List.of(latencies));
    return new Figures(messages, rate, rate, percentiles, percentiles);
  }

  private ByteBuffer bodies(int count) {
    ByteBuffer bodies = ByteBuffer.allocateDirect(count * Workload.BODY_BYTES);
    for (int i = 0; i < count; i++) {
      bodies.put(Stamp.blankBody(Workload.BODY_BYTES));
    }
    return bodies;
  }

  private static void writeAll(FileChannel file, ByteBuffer bytes, long position)
      throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }
}
