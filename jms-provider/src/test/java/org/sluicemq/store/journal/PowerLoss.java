// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.util.Random;

/**
 * What a loss of power leaves of the changes to a file that were not forced, given in the order
 * they were made.
 */
public enum PowerLoss {
  /** All of them, as when only the process is killed. */
  NONE_LOST,
  /** None of them. */
  ALL_LOST,
  /** The first ones, and the beginning of the next. */
  TORN_PREFIX,
  /** Some of them, each whole, whatever their order was. */
  WHOLE_WRITES,
  /** Some of the 4 KiB pages of each. */
  PAGES,
  /** Some of the 512 B sectors of each. */
  SECTORS;

  private static final PowerLoss[] ALL = values();

  /**
   * Picks one.
   *
   * @param random decides
   * @return any of them
   */
  public static PowerLoss any(Random random) {
    return ALL[random.nextInt(ALL.length)];
  }

  int pieceBytes() {
    return this == PAGES ? 4096 : 512;
  }
}
