// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a set of arrivals says beside what a plain set of numbers says. */
class ArrivalRangesTest {

  private static final int BLOCK = ArrivalBlock.NUMBERS;

  private final ArrivalRanges ranges = new ArrivalRanges();

  /** What is saved, as the tables have it. */
  private final Map<Long, Long> rows = new TreeMap<>();

  private void save() {
    for (long first : ranges.takeChanged()) {
      long last = ranges.lastOf(first);
      if (last == 0) {
        rows.remove(first);
      } else {
        rows.put(first, last);
      }
    }
  }

  private static Map<Long, Long> runsOf(TreeSet<Long> numbers) {
    Map<Long, Long> runs = new TreeMap<>();
    long first = -1;
    long last = -2;
    for (long number : numbers) {
      if (number != last + 1) {
        first = number;
      }
      last = number;
      runs.put(first, last);
    }
    return runs;
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 3_000, 20_000})
  void saysWhatPlainSetSaysAndItsSavedRowsAreTheRuns(int spread) {
    for (int seed = 1; seed <= 3; seed++) {
      Random random = new Random(seed);
      ArrivalRanges set = new ArrivalRanges();
      TreeSet<Long> model = new TreeSet<>();
      Map<Long, Long> saved = new TreeMap<>();
      // Around the border of two blocks; dense, so that runs come, split and join.
      long base = BLOCK - spread / 2;
      for (int act = 0; act < 4 * spread; act++) {
        long number = base + random.nextInt(spread);
        int round = seed;
        int at = act;
        Supplier<String> where = () -> "seed " + round + ", act " + at + ", number " + number;
        if (random.nextInt(10) < (act < 2 * spread ? 7 : 4)) {
          assertEquals(model.add(number), set.add(number), where);
        } else {
          assertEquals(model.remove(number), set.remove(number), where);
        }
        long asked = base + random.nextInt(spread);
        Long next = model.ceiling(asked);
        assertEquals(next == null ? 0 : next, set.next(asked), where);
        assertEquals(model.contains(asked), set.contains(asked), where);
        assertEquals(model.size(), set.count(), where);
        assertEquals(model.isEmpty() ? 0 : model.last(), set.highest(), where);
        if (act % Math.max(97, spread / 3) == 0) {
          saveInto(saved, set);
          Map<Long, Long> runs = runsOf(model);
          assertEquals(runs, saved, where);
          assertLowest(runs, set);
        }
      }
    }
  }

  private static void saveInto(Map<Long, Long> rows, ArrivalRanges set) {
    for (long first : set.takeChanged()) {
      long last = set.lastOf(first);
      if (last == 0) {
        rows.remove(first);
      } else {
        rows.put(first, last);
      }
    }
  }

  private static void assertLowest(Map<Long, Long> runs, ArrivalRanges set) {
    if (runs.isEmpty()) {
      assertNull(set.lowest());
    } else {
      Map.Entry<Long, Long> lowest = runs.entrySet().iterator().next();
      assertEquals(new ArrivalRanges.Range(lowest.getKey(), lowest.getValue()), set.lowest());
    }
  }

  @Test
  void setThatWasSavedAndLoadedIsTheSameSet() {
    TreeSet<Long> model = new TreeSet<>();
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      long number = 1 + random.nextInt(4 * BLOCK);
      model.add(number);
      ranges.add(number);
    }
    save();
    ArrivalRanges again = new ArrivalRanges();
    rows.forEach(again::load);
    assertTrue(again.takeChanged().isEmpty());
    assertEquals(model.size(), again.count());
    long found = 0;
    for (long number : model) {
      found = again.next(found + 1);
      assertEquals(number, found);
    }
    assertEquals(0, again.next(found + 1));
    assertEquals(model.last(), again.highest());
  }

  @Test
  void rangeOverManyBlocksIsOneRangeAndSplitsIntoTwo() {
    ranges.load(10, 5L * BLOCK + 10);
    assertEquals(new ArrivalRanges.Range(10, 5L * BLOCK + 10), ranges.lowest());
    assertEquals(5L * BLOCK + 10, ranges.lastOf(10));
    assertEquals(0, ranges.lastOf(BLOCK));
    assertTrue(ranges.remove(3L * BLOCK));
    save();
    assertEquals(Map.of(10L, 3L * BLOCK - 1, 3L * BLOCK + 1, 5L * BLOCK + 10), rows);
    assertTrue(ranges.add(3L * BLOCK));
    save();
    assertEquals(Map.of(10L, 5L * BLOCK + 10), rows);
  }

  @Test
  void whatIsAddedAtTheEndJoinsTheHighestRangeWhereverThatBegins() {
    for (long number = 1; number <= 2L * BLOCK; number++) {
      assertTrue(ranges.add(number));
    }
    save();
    assertEquals(Map.of(1L, 2L * BLOCK), rows);
    for (long number = 1; number < 2L * BLOCK; number++) {
      assertTrue(ranges.remove(number));
      assertFalse(ranges.remove(number));
    }
    ranges.add(2L * BLOCK + 1);
    save();
    assertEquals(Map.of(2L * BLOCK, 2L * BLOCK + 1), rows);
  }

  @Test
  void aMillionRangesTakeLittleOfTheHeap() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    for (long first = 1; first <= 2_000_000; first += 2) {
      ranges.load(first, first);
    }
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    assertEquals(1_000_000, ranges.count());
    // Two bits a range in maps of bits, and what was there before these were used.
    assertTrue(allocated < 2_000_000, allocated + " bytes for a million ranges");
  }
}
