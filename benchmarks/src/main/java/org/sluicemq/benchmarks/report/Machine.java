// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where the figures were measured. It says nothing that identifies the machine.
 *
 * @param processor the processor's model, or its architecture where the model is not told
 * @param cores the processors that the JVM may use
 * @param memoryMebibytes the memory of the machine
 * @param fileSystem the type of the file system of the stores
 * @param operatingSystem name and version
 * @param java name and version of the JVM
 * @param loadAverage runnable threads over the last minute before the start; negative when unknown
 */
public record Machine(
    String processor,
    int cores,
    long memoryMebibytes,
    String fileSystem,
    String operatingSystem,
    String java,
    double loadAverage) {

  private static final double BUSY = 0.75;
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** This machine, with its stores in that directory. */
  public static Machine here(Path directory) throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    long memory =
        system instanceof com.sun.management.OperatingSystemMXBean extended
            ? extended.getTotalMemorySize()
            : 0;
    return new Machine(
        processorModel(system.getArch()),
        system.getAvailableProcessors(),
        memory >> 20,
        Files.getFileStore(directory).type(),
        system.getName() + " " + system.getVersion(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        system.getSystemLoadAverage());
  }

  private static String processorModel(String architecture) throws IOException {
    if (!Files.isReadable(CPU_INFO)) {
      return architecture;
    }
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(architecture);
    }
  }

  /** Whether so much ran before the start that rates are not those of a quiet machine. */
  boolean busy() {
    return loadAverage >= BUSY * cores;
  }

  /** The machine in one line. */
  public String inOneLine() {
    return String.format(
        Locale.ROOT,
        "%d × %s, %.1f GiB, %s, %s, stores on %s, load average before the start %.2f",
        cores,
        processor,
        memoryMebibytes / 1024.0,
        operatingSystem,
        java,
        fileSystem,
        loadAverage);
  }
}
