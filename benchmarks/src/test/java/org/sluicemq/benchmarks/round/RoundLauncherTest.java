// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.benchmarks.workload.Workloads;

class RoundLauncherTest {

  private static final RoundPlan BRIEF =
      new RoundPlan(Duration.ofMillis(50), Duration.ofMillis(100), 100);

  @TempDir private Path directory;

  @Test
  void floorIsMeasuredAndItsStoreRemoved() throws Exception {
    Measurement floor = launcher().run(Round.FLOOR, Workloads.byName("persistent-16-4"));
    assertTrue(floor.figures().messages() >= 16, floor.toString());
    assertEquals(0, floor.figures().messages() % 16, floor.toString());
    assertNothingLeft();
  }

  @Test
  void failedRoundTellsWhatItsProcessSaid() throws IOException {
    RoundFailedException failed =
        assertThrows(
            RoundFailedException.class,
            () -> launcher().run("nobody", Workloads.byName("persistent-1-1")));
    assertTrue(failed.getMessage().contains("ended with status 1"), failed.getMessage());
    assertTrue(failed.getMessage().contains("no contender 'nobody'"), failed.getMessage());
    assertNothingLeft();
  }

  private RoundLauncher launcher() {
    return new RoundLauncher(directory, List.of("-Xmx128m"), BRIEF);
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(), left.toList());
    }
  }
}
