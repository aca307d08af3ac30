// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A JVM of the run's own, with the class path of this one, and what it says. Closing it kills it.
 * Used by one thread, and closed by any.
 */
final class ChildJvm implements AutoCloseable {

  /** A line that begins with this is for the one who launched the JVM; all others are its log. */
  static final String TELLS = "bench> ";

  private static final String FAILED = "failed: ";
  private static final int LOG_LINES = 40;

  private final Process process;
  private final Thread reader;
  private final List<String> log = new ArrayList<>();
  private String reason = "it did not say why";

  private ChildJvm(Process process, Consumer<String> told) {
    this.process = process;
    this.reader = new Thread(() -> read(told), "bench-child-reader");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a JVM.
   *
   * @param told is given what the JVM tells its launcher, line by line, by another thread
   */
  static ChildJvm start(
      List<String> jvmFlags, Class<?> main, List<String> arguments, Consumer<String> told)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).start(), told);
  }

  private void read(Consumer<String> told) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), Charset.defaultCharset()))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(TELLS + FAILED)) {
          giveReason(line.substring(TELLS.length() + FAILED.length()));
        } else if (line.startsWith(TELLS)) {
          told.accept(line.substring(TELLS.length()));
        } else {
          keep(line);
        }
      }
    } catch (IOException | UncheckedIOException broken) {
      keep("(What it said could not be read further: " + broken.getMessage() + ")");
    }
  }

  /** Called in the JVM that has failed: says so to the one who launched it, and to its log. */
  static void tellFailure(Throwable failure) {
    String first = String.valueOf(failure).lines().findFirst().orElse("");
    System.out.println(TELLS + FAILED + first);
    failure.printStackTrace();
  }

  private synchronized void giveReason(String told) {
    reason = told;
  }

  private synchronized void keep(String line) {
    if (log.size() < LOG_LINES) {
      log.add(line);
    }
  }

  /** Waits for its end, and tells whether it came in time. */
  boolean endsWithin(Duration limit) throws InterruptedException {
    boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (ended) {
      reader.join();
    }
    return ended;
  }

  boolean ended() {
    return !process.isAlive();
  }

  /** The status with which it has ended. */
  int status() {
    return process.exitValue();
  }

  /** Why it has failed, in one line, and below that the first lines of its log. */
  synchronized String said() {
    return reason + "\n" + String.join("\n", log);
  }

  /** Kills it, with no chance to do anything more; it is gone when this returns. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
