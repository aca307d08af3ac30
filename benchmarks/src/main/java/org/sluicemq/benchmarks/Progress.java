// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Tells how far a run has come and how long it will still take. The time is guessed from what each
 * step was expected to take and how wrong that was so far. Thread-safe.
 */
final class Progress {

  private final PrintStream out;
  private final int steps;
  private final double expectedSeconds;
  private final long began = System.nanoTime();
  private double doneSeconds;
  private int done;

  /**
   * Progress of a run of so many steps.
   *
   * @param expectedSeconds how long all of them are expected to take
   */
  Progress(PrintStream out, int steps, double expectedSeconds) {
    this.out = out;
    this.steps = steps;
    this.expectedSeconds = expectedSeconds;
    out.println(steps + " steps, about " + minutes(expectedSeconds));
  }

  /** A step is done that was expected to take so long. */
  synchronized void done(double seconds, String what) {
    done++;
    doneSeconds += seconds;
    double elapsed = (System.nanoTime() - began) / 1e9;
    double left = (expectedSeconds - doneSeconds) * elapsed / doneSeconds;
    String rest = done < steps ? " (about " + minutes(left) + " left)" : "";
    out.println("[" + done + "/" + steps + "] " + what + rest);
  }

  /** Something has happened within a step. */
  synchronized void within(String what) {
    out.println("  " + what);
  }

  private static String minutes(double seconds) {
    return seconds < 90
        ? String.format(Locale.ROOT, "%.0f s", seconds)
        : String.format(Locale.ROOT, "%.0f min", seconds / 60);
  }
}
