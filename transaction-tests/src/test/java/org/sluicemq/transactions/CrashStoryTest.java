// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluicemq.store.journal.PowerLoss;

/**
 * One store and one database through many lives: each begins with the recovery of what the one
 * before has left, and ends at a point that nobody has chosen, also in the middle of that recovery;
 * in two of three the broker's disk loses what was not forced. The books go on over all of them.
 *
 * <p>System properties: {@code matrix.rounds} is how many lives for each database, {@code
 * matrix.seed} decides the rest.
 */
@Timeout(value = 8, unit = TimeUnit.HOURS)
class CrashStoryTest {

  private static final int LIVES = Integer.getInteger("matrix.rounds", 4);
  private static final long SEED = Long.getLong("matrix.seed", 20_26);

  private static final int LIVES_OF_A_STORE = 25;
  private static final int MOST_TRANSFERS = 9;

  /** A life of that many transfers passes about so many points. */
  private static final int FURTHEST_POINT = 700;

  @ParameterizedTest
  @EnumSource(Database.class)
  void booksBalanceOverManyLives(Database database) throws Exception {
    Random random = new Random(SEED);
    List<String> ends = new ArrayList<>();
    int settled = 0;
    for (int lives = LIVES; lives > 0; lives -= LIVES_OF_A_STORE) {
      settled += story(database, Math.min(lives, LIVES_OF_A_STORE), random, ends);
    }
    System.out.printf(
        "Crash stories, %s: %d lives, %d of them halted, %d in recovery; %d transfers settled,"
            + " seed %d, 0 broken%n",
        database,
        LIVES,
        ends.size(),
        ends.stream().filter(end -> end.startsWith("recovery")).count(),
        settled,
        SEED);
    assertTrue(ends.size() * 2 >= LIVES, "only " + ends + " were halted");
  }

  /** The lives of one store; returns how much was settled in them. */
  private static int story(Database database, int lives, Random random, List<String> ends)
      throws Exception {
    try (Trial trial = new Trial(database)) {
      int next = 1;
      for (int life = 1; life <= lives; life++) {
        int transfers = 1 + random.nextInt(MOST_TRANSFERS);
        Halted halted =
            trial.live(
                trial
                    .script()
                    .recovering()
                    .transferring(next, transfers, 1 + random.nextInt(3))
                    .endingAt(anyEnd(random))
                    .losing(anyLoss(random), random.nextLong()));
        next += transfers;
        if (halted.at() != null) {
          ends.add(halted.at());
        }
        assertEquals(List.of(), trial.books().broken(), "-Dmatrix.seed=" + SEED + " life " + life);
      }
      assertEquals(List.of(), trial.judge(Flaw.NONE), "-Dmatrix.seed=" + SEED);
      return trial.books().settled();
    }
  }

  /** Anywhere, or early in recovery, or late in it and in the first transfers. */
  private static String anyEnd(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> "#" + (1 + random.nextInt(FURTHEST_POINT));
      case 1 -> "#" + (1 + random.nextInt(20)) + " after recovery";
      default -> "#" + (1 + random.nextInt(300)) + " after recovery";
    };
  }

  private static String anyLoss(Random random) {
    return random.nextInt(3) == 0 ? "" : PowerLoss.any(random).name();
  }
}
