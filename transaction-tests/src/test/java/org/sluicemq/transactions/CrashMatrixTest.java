// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Halts a process that makes transfers at the points which a run of it has passed: before and after
 * each call of each resource, each write of the transaction log, each operation of the broker's
 * disk. After recovery each transfer is in both or in neither, none comes twice unmarked, nothing
 * is in doubt, and the money adds up.
 *
 * <p>System properties: {@code matrix.points} is how many points are tried for each database, or
 * {@code all}; {@code matrix.seed} chooses them, and what is lost; {@code matrix.point} repeats a
 * single one; {@code matrix.processes} is how many are tried at a time.
 */
@Timeout(value = 8, unit = TimeUnit.HOURS)
class CrashMatrixTest {

  private static final String POINTS = System.getProperty("matrix.points", "8");
  private static final long SEED = Long.getLong("matrix.seed", 20_26);
  private static final String ONLY = System.getProperty("matrix.point", "");
  private static final int WORKERS = 3;

  /** The points of the runs that were not halted. */
  private static final Map<String, List<Point>> RUNS = new HashMap<>();

  @ParameterizedTest
  @EnumSource(Database.class)
  void transferIsInBothOrInNeitherWhereverTheProcessEnds(Database database) throws Exception {
    List<Point> points = points(database, 1);
    Matrix matrix = new Matrix("Crash matrix, " + database, SEED);
    matrix.tryAll(chosen(points, 1, new Random(SEED)));
    check(matrix, 4);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void transferIsInBothOrInNeitherWhereverThePowerGoes(Database database) throws Exception {
    Random random = new Random(SEED + 1);
    List<Point> points = Matrix.losingPower(points(database, 1), random);
    Matrix matrix = new Matrix("Crash matrix with power loss, " + database, SEED);
    matrix.tryAll(chosen(points, 2, random));
    check(matrix, 4);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void transferIsInBothOrInNeitherAndAsWasSaidWhereverTheDiskBreaks(Database database)
      throws Exception {
    List<Point> points = Matrix.breakingTheDisk(Matrix.fromFirstTransfer(points(database, 1)));
    Matrix matrix = new Matrix("Crash matrix with a disk that breaks, " + database, SEED);
    matrix.tryAll(chosen(points, 2, new Random(SEED + 3)));
    check(matrix, 4);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void transferIsInBothOrInNeitherWhereverOneOfSeveralThreadsEndsAll(Database database)
      throws Exception {
    Random random = new Random(SEED + 2);
    List<Point> points = points(database, WORKERS);
    Matrix matrix = new Matrix("Crash matrix of " + WORKERS + " threads, " + database, SEED);
    matrix.tryAll(chosen(Matrix.losingPower(points, random), 4, random));
    // Who leads a group, and so what is written how often, is never the same twice.
    check(matrix, 2);
  }

  @Test
  void chosenPointIsRepeated() throws Exception {
    assumeTrue(!ONLY.isEmpty(), "No matrix.point is given");
    Matrix matrix = new Matrix("Crash matrix, one point", SEED);
    matrix.tryAll(List.of(Point.parse(ONLY)));
    check(matrix, 1);
  }

  private static synchronized List<Point> points(Database database, int workers) throws Exception {
    assumeTrue(ONLY.isEmpty(), "Only " + ONLY + " is repeated");
    String run = database + " " + workers;
    if (!RUNS.containsKey(run)) {
      RUNS.put(run, Matrix.of(database, workers));
    }
    List<Point> all = RUNS.get(run);
    assertTrue(all.size() > 300, "a run passes only " + all.size() + " points");
    // How a store begins is the same whatever stands beside it.
    return database == Database.H2 && workers == 1 ? all : Matrix.fromFirstTransfer(all);
  }

  /** All the points in any order, or a part of the number that is asked for. */
  private static List<Point> chosen(List<Point> points, int part, Random random) {
    boolean all = POINTS.equals("all");
    int count = all ? points.size() : Math.max(1, Integer.parseInt(POINTS) / part);
    return Matrix.some(points, count, random);
  }

  /** A run that is slower than the first one may write at other times; most of them may not. */
  private static void check(Matrix matrix, int oneOf) {
    assertEquals(List.of(), matrix.broken());
    assertTrue(
        matrix.missed() * oneOf < matrix.tried() || matrix.missed() == 0,
        matrix.missed() + " of " + matrix.tried() + " points were not reached: is it halted?");
  }
}
