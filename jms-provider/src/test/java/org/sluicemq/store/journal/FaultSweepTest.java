// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FaultSweepTest {

  /** Writes so often, and never minds a failure. */
  private record Writes(int count) implements FaultSweep.Story {

    @Override
    public SimulatedDisk begin() {
      return new SimulatedDisk();
    }

    @Override
    public void work(FaultyDisk disk) throws Exception {
      try (DiskFile file = disk.open(Path.of("/file"))) {
        for (int i = 0; i < count && !disk.hasFailed(); i++) {
          write(file, i);
        }
      }
    }

    private static void write(DiskFile file, int position) {
      try {
        file.write(position, new byte[1], 0, 1);
      } catch (java.io.IOException injected) {
        assertTrue(injected.getMessage().contains("injected"));
      }
    }

    @Override
    public void verify(SimulatedDisk disk) {}
  }

  @Test
  void placesThatAreAllReachedAreCounted() {
    assertEquals(5, FaultSweep.run("Sweep", Fault.WRITE, () -> new Writes(5)));
  }

  @Test
  void sweepFailsWhenLaterTellingsDoLessThanWasCounted() {
    AtomicInteger tellings = new AtomicInteger();
    AssertionError missed =
        assertThrows(
            AssertionError.class,
            () ->
                FaultSweep.run(
                    "Sweep",
                    Fault.WRITE,
                    () -> new Writes(tellings.incrementAndGet() == 1 ? 5 : 3)));
    assertTrue(missed.getMessage().contains("3 of 5 places"), missed.getMessage());
  }

  @Test
  void sweepFailsWhereNothingCanFail() {
    assertThrows(
        AssertionError.class, () -> FaultSweep.run("Sweep", Fault.WRITE, () -> new Writes(0)));
  }
}
