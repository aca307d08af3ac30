// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Counts how often the kernel told the disk under a directory to empty its write cache: an oracle
 * for "forced" that is outside every broker. It counts for the whole device, so what others force
 * at the same time is in it, and it can only be too high. Immutable.
 */
public final class DeviceFlushes {

  private static final int FLUSH_FIELD = 15;
  private static final int PROBES = 20;

  private final Path statistics;

  private DeviceFlushes(Path statistics) {
    this.statistics = statistics;
  }

  /**
   * The counter of the disk under that directory, if the operating system keeps one that moves with
   * every force.
   *
   * @throws IOException when the directory cannot be written to
   */
  public static Optional<DeviceFlushes> under(Path directory) throws IOException {
    Optional<DeviceFlushes> flushes =
        locate(directory, Path.of("/proc/self/mountinfo"), Path.of("/sys/dev/block"));
    return flushes.isPresent() && flushes.get().followsForces(directory)
        ? flushes
        : Optional.empty();
  }

  /** The counter by what the two kernel interfaces say, whether it moves or not. */
  static Optional<DeviceFlushes> locate(Path directory, Path mounts, Path devices)
      throws IOException {
    if (!Files.isReadable(mounts)) {
      return Optional.empty();
    }
    Path absolute = directory.toRealPath();
    try (Stream<String> lines = Files.lines(mounts)) {
      Optional<String> device =
          lines
              .map(line -> line.split(" "))
              .filter(fields -> absolute.startsWith(Path.of(fields[4])))
              .max(Comparator.comparingInt(fields -> fields[4].length()))
              .map(fields -> fields[2]);
      return device.flatMap(number -> statisticsOf(devices.resolve(number)));
    }
  }

  private static Optional<DeviceFlushes> statisticsOf(Path device) {
    try {
      Path real = device.toRealPath();
      Path disk = Files.exists(real.resolve("partition")) ? real.getParent() : real;
      DeviceFlushes flushes = new DeviceFlushes(disk.resolve("stat"));
      return flushes.count().isPresent() ? Optional.of(flushes) : Optional.empty();
    } catch (IOException noSuchDevice) {
      return Optional.empty();
    }
  }

  /** The flushes since the machine started, if the kernel counts them. */
  public OptionalLong count() throws IOException {
    String[] fields = Files.readString(statistics).trim().split("\\s+");
    return fields.length > FLUSH_FIELD
        ? OptionalLong.of(Long.parseLong(fields[FLUSH_FIELD]))
        : OptionalLong.empty();
  }

  private boolean followsForces(Path directory) throws IOException {
    long before = count().orElseThrow();
    Path probe = Files.createTempFile(directory, "flush", ".probe");
    try (FileChannel file = FileChannel.open(probe, StandardOpenOption.WRITE)) {
      for (int i = 0; i < PROBES; i++) {
        file.write(ByteBuffer.wrap(new byte[] {(byte) i}), 0);
        file.force(false);
      }
    } finally {
      Files.delete(probe);
    }
    return count().orElseThrow() - before >= PROBES;
  }
}
