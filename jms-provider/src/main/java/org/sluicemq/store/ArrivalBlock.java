// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A set of numbers from 0 to 65 535: a part of {@link ArrivalRanges}. It takes four bytes for each
 * run of neighbours, and never more than eight kilobytes, for from so many runs on it is a map of
 * bits. Not thread-safe.
 */
final class ArrivalBlock {

  /** How many numbers a block is about. */
  static final int NUMBERS = 1 << 16;

  private static final int MOST_RUNS = NUMBERS / Integer.SIZE;

  /** Well below the other border: a set that goes up and down there is not copied each time. */
  private static final int FEW_RUNS = MOST_RUNS / 4;

  /** First and last of each run in turn, in order; null while there are bits. */
  private char[] ends = new char[2];

  private BitSet bits;
  private int runs;

  boolean isEmpty() {
    return runs == 0;
  }

  boolean contains(int number) {
    return bits == null ? isIn(atOrBelow(number), number) : bits.get(number);
  }

  private boolean isIn(int run, int number) {
    return run >= 0 && last(run) >= number;
  }

  private int first(int run) {
    return ends[2 * run];
  }

  private int last(int run) {
    return ends[2 * run + 1];
  }

  /** The highest run that begins at the number or below; -1 if there is none. */
  private int atOrBelow(int number) {
    int low = 0;
    int high = runs - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (first(middle) <= number) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /** Adds a run of numbers; none of them is in the set, nor a neighbour of them. */
  void addRun(int first, int last) {
    if (bits == null) {
      insert(atOrBelow(first) + 1, first, last);
    } else {
      bits.set(first, last + 1);
      runs++;
    }
  }

  /** Adds a number that is not in the set. */
  void add(int number) {
    if (bits == null) {
      addToRuns(number);
      return;
    }
    bits.set(number);
    runs += 1 - neighbours(number);
    if (runs < FEW_RUNS) {
      useRuns();
    }
  }

  private void addToRuns(int number) {
    int run = atOrBelow(number);
    boolean joinsBelow = run >= 0 && last(run) == number - 1;
    boolean joinsAbove = run + 1 < runs && first(run + 1) == number + 1;
    if (joinsBelow && joinsAbove) {
      ends[2 * run + 1] = (char) last(run + 1);
      delete(run + 1);
    } else if (joinsBelow) {
      ends[2 * run + 1] = (char) number;
    } else if (joinsAbove) {
      ends[2 * run + 2] = (char) number;
    } else {
      insert(run + 1, number, number);
    }
  }

  /** Removes a number that is in the set. */
  void remove(int number) {
    if (bits == null) {
      removeFromRuns(number);
      return;
    }
    bits.clear(number);
    runs += neighbours(number) - 1;
    if (runs < FEW_RUNS) {
      useRuns();
    }
  }

  private void removeFromRuns(int number) {
    int run = atOrBelow(number);
    int last = last(run);
    if (first(run) == number) {
      if (last == number) {
        delete(run);
      } else {
        ends[2 * run] = (char) (number + 1);
      }
      return;
    }
    ends[2 * run + 1] = (char) (number - 1);
    if (last > number) {
      insert(run + 1, number + 1, last);
    }
  }

  private int neighbours(int number) {
    int below = number > 0 && bits.get(number - 1) ? 1 : 0;
    return below + (bits.get(number + 1) ? 1 : 0);
  }

  private void insert(int run, int first, int last) {
    if (2 * runs == ends.length) {
      ends = Arrays.copyOf(ends, 2 * ends.length);
    }
    System.arraycopy(ends, 2 * run, ends, 2 * run + 2, 2 * (runs - run));
    ends[2 * run] = (char) first;
    ends[2 * run + 1] = (char) last;
    runs++;
    if (runs > MOST_RUNS) {
      useBits();
    }
  }

  private void delete(int run) {
    runs--;
    System.arraycopy(ends, 2 * run + 2, ends, 2 * run, 2 * (runs - run));
  }

  private void useBits() {
    BitSet all = new BitSet(NUMBERS);
    for (int run = 0; run < runs; run++) {
      all.set(first(run), last(run) + 1);
    }
    bits = all;
    ends = null;
  }

  private void useRuns() {
    char[] all = new char[2 * FEW_RUNS];
    int used = 0;
    for (int first = bits.nextSetBit(0); first >= 0; first = bits.nextSetBit(all[used - 1] + 1)) {
      all[used++] = (char) first;
      all[used++] = (char) (bits.nextClearBit(first) - 1);
    }
    ends = all;
    bits = null;
  }

  /** The lowest number of the set that is not below; -1 if there is none. */
  int next(int number) {
    if (bits != null) {
      return bits.nextSetBit(number);
    }
    int run = atOrBelow(number);
    if (isIn(run, number)) {
      return number;
    }
    return run + 1 < runs ? first(run + 1) : -1;
  }

  /** Where the run ends that a number of the set is in. */
  int endOfRun(int number) {
    return bits == null ? last(atOrBelow(number)) : bits.nextClearBit(number) - 1;
  }

  /** Where the run begins that a number of the set is in. */
  int beginOfRun(int number) {
    return bits == null ? first(atOrBelow(number)) : bits.previousClearBit(number) + 1;
  }

  /** The highest number; the set is not empty. */
  int highest() {
    return bits == null ? last(runs - 1) : bits.length() - 1;
  }
}
