// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.sluicemq.benchmarks.contender.Contenders;
import org.sluicemq.benchmarks.workload.TransferRow;

/** The JVM of one round about transactions; otherwise as {@link RoundProcess}. */
public final class TransferProcess {

  private TransferProcess() {}

  /**
   * Runs one round.
   *
   * @param arguments as those of {@link RoundProcess}, of which the second is not used, and the URL
   *     of the database
   */
  public static void main(String[] arguments) {
    RoundProcess.end(
        () -> {
          TransferRound round =
              new TransferRound(Path.of(arguments[2]), arguments[7], RoundProcess.plan(arguments));
          Map<TransferRow, Measurement> measured =
              Round.FLOOR.equals(arguments[0])
                  ? round.measureFloor()
                  : round.measure(Contenders.byName(arguments[0]));
          write(measured, Path.of(arguments[3]));
        });
  }

  private static void write(Map<TransferRow, Measurement> measured, Path result)
      throws IOException {
    for (Map.Entry<TransferRow, Measurement> each : measured.entrySet()) {
      each.getValue().writeTo(resultOf(each.getKey(), result));
    }
  }

  /** Where the measurement of a row is, given the place of a round's result. */
  static Path resultOf(TransferRow row, Path result) {
    return result.resolveSibling(result.getFileName() + "-" + row.label());
  }
}
