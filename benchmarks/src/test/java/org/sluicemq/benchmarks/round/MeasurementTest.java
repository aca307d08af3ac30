// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.benchmarks.measure.Figures;
import org.sluicemq.benchmarks.measure.Percentiles;

class MeasurementTest {

  private static final Figures FIGURES =
      new Figures(10, 1.5, 2.5, new Percentiles(3.25, 4.5), new Percentiles(5, 6));

  @Test
  void measurementIsReadAsItWasWritten(@TempDir Path directory) throws IOException {
    assertSurvives(directory.resolve("known"), OptionalLong.of(12));
    assertSurvives(directory.resolve("unknown"), OptionalLong.empty());
  }

  private static void assertSurvives(Path file, OptionalLong flushes) throws IOException {
    Measurement measurement = new Measurement("Broker 1.0", "sync = on: #1", FIGURES, flushes);
    measurement.writeTo(file);
    assertEquals(measurement, Measurement.readFrom(file));
  }
}
