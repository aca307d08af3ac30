// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Lets each operation of a story fail in turn, each in a telling of its own. With the property
 * {@code sluice.faults.all} all of them, else some, spread evenly.
 */
public final class FaultSweep {

  private static final boolean ALL = Boolean.getBoolean("sluice.faults.all");
  private static final int SAMPLE = 5;
  private static final Duration HANGS = Duration.ofSeconds(60);

  private FaultSweep() {}

  /** What is told again and again, alike but for a few operations until the disk fails. */
  public interface Story {

    /** Makes a disk with something on it; nothing fails yet. */
    SimulatedDisk begin() throws Exception;

    /** Does the work; whatever it throws once the disk has failed is looked at by itself. */
    void work(FaultyDisk disk) throws Exception;

    /** Holds what is on the disk, which is well again, against what was promised. */
    void verify(SimulatedDisk disk) throws Exception;
  }

  /**
   * Tells the story without a fault, then with this fault at each place, and requires that all of
   * them were reached.
   *
   * @param name of the test, printed with what was done
   * @return at how many places it failed
   */
  public static int run(String name, Fault fault, Supplier<Story> stories) {
    int places = tell(fault, 0, stories.get()).places();
    int stride = ALL ? 1 : Math.max(1, places / SAMPLE);
    int told = 0;
    int reached = 0;
    for (int place = 1 + (places - 1) % stride; place <= places; place += stride) {
      told++;
      reached += tell(fault, place, stories.get()).reached() ? 1 : 0;
    }
    String count = name + ": " + fault + " at " + reached + " of " + told + " places tried, of ";
    System.out.println(count + places);
    assertTrue(reached > 0 && reached == told, count + places);
    return reached;
  }

  /** What came of a telling. */
  private record Told(int places, boolean reached) {}

  private static Told tell(Fault fault, int place, Story story) {
    try {
      return assertTimeoutPreemptively(HANGS, () -> tellNow(fault, place, story));
    } catch (Exception | AssertionError e) {
      throw new AssertionError(fault + " at place " + place + " (0: none): " + e.getMessage(), e);
    }
  }

  private static Told tellNow(Fault fault, int place, Story story) throws Exception {
    SimulatedDisk disk = story.begin();
    FaultyDisk faulty = new FaultyDisk(disk);
    faulty.failAt(fault, place);
    story.work(faulty);
    assertTrue(place > 0 || !faulty.hasFailed(), "it failed without a fault");
    Told told = new Told(faulty.count(fault), faulty.hasFailed());
    story.verify(disk);
    return told;
  }
}
