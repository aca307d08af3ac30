// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A directory for the store of one contender and the JVM that works on it. Both go when it is
 * closed, and also when the whole run is broken off. One JVM at a time; used by one thread.
 */
final class Workspace implements AutoCloseable {

  private final Path directory;
  private final Thread brokenOff = new Thread(this::clear, "bench-broken-off");
  private ChildJvm child;

  private Workspace(Path directory) {
    this.directory = directory;
    Runtime.getRuntime().addShutdownHook(brokenOff);
  }

  /** A new one below that directory, which is created when it is not there. */
  static Workspace open(Path below, String contender) throws IOException {
    Files.createDirectories(below);
    Workspace workspace = new Workspace(Files.createTempDirectory(below, contender + "-"));
    Files.createDirectory(workspace.store());
    return workspace;
  }

  Path store() {
    return directory.resolve("store");
  }

  /** Where a JVM leaves its result; removed when the next one is launched. */
  Path result() {
    return directory.resolve("result");
  }

  /** Where a JVM counts what it sends. */
  Path counts() {
    return directory.resolve("counts");
  }

  /** Launches a JVM in the place of the one before, see {@link ChildJvm#start}. */
  synchronized ChildJvm launch(
      List<String> jvmFlags, Class<?> main, List<String> arguments, Consumer<String> told)
      throws IOException {
    stop();
    Files.deleteIfExists(result());
    child = ChildJvm.start(jvmFlags, main, arguments, told);
    return child;
  }

  private void stop() {
    if (child != null) {
      child.close();
      child = null;
    }
  }

  private synchronized void clear() {
    stop();
    try {
      remove(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("The directory " + directory + " stays behind", e);
    }
  }

  private static void remove(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  @Override
  public void close() {
    clear();
    try {
      Runtime.getRuntime().removeShutdownHook(brokenOff);
    } catch (IllegalStateException alreadyEnding) {
      // The run is being broken off: the hook finds nothing left to do.
      return;
    }
  }
}
