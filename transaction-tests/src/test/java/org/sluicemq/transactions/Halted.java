// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * How a life went.
 *
 * @param points the points it has passed, in their order
 * @param at the point it was halted at, or null if it went to its end
 */
record Halted(List<String> points, String at) {

  /**
   * Lets a process live a script to its end, or its point.
   *
   * @param books take down what it tells
   * @throws IllegalStateException if it failed; with what it wrote to its standard error
   */
  static Halted after(Script script, Books books) throws IOException, InterruptedException {
    File errors = script.directory().resolve("errors.log").toFile();
    Process process =
        new ProcessBuilder(Launch.command(script))
            .directory(script.directory().toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(errors))
            .start();
    try (BufferedReader output = process.inputReader()) {
      List<String> points = new ArrayList<>();
      String at = null;
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("point ")) {
          points.add(line.substring("point ".length()));
        } else if (line.startsWith("halted ")) {
          at = line.substring("halted ".length());
        } else {
          books.take(line);
        }
      }
      int code = process.waitFor();
      if (code != (at == null ? 0 : CrashPoints.HALTED)) {
        throw new IllegalStateException(
            "The process failed with " + code + ":\n" + Files.readString(errors.toPath()));
      }
      return new Halted(points, at);
    } finally {
      process.destroyForcibly();
    }
  }
}
