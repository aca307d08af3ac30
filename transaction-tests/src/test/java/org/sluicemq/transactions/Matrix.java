// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.sluicemq.store.journal.PowerLoss;

/**
 * Points of runs, and what is left when the runs are halted there. Each point has a fresh store and
 * a fresh database; several are tried at a time.
 */
final class Matrix {

  /** One transfer of each kind. */
  private static final int TRANSFERS = Transfer.Kind.values().length;

  private static final int AT_A_TIME = Integer.getInteger("matrix.processes", 2);
  private static final int REPORT_EVERY = 50;

  private final String name;
  private final long seed;
  private final ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> parts = new TreeMap<>();
  private final AtomicInteger tried = new AtomicInteger();
  private final AtomicInteger missed = new AtomicInteger();
  private final AtomicInteger mostPasses = new AtomicInteger();
  private final long began = System.nanoTime();

  Matrix(String name, long seed) {
    this.name = name;
    this.seed = seed;
  }

  /**
   * The points that a run passes which is not halted, and whose books are right.
   *
   * @param database the kind of the second resource
   * @param workers how many threads make transfers
   */
  static List<Point> of(Database database, int workers) throws Exception {
    try (Trial trial = new Trial(database)) {
      Halted whole = trial.live(trial.script().transferring(1, TRANSFERS, workers));
      List<String> wrong = trial.judge(Flaw.NONE);
      if (!wrong.isEmpty()) {
        throw new AssertionError("A run that is not halted: " + wrong);
      }
      return whole.points().stream()
          .map(point -> new Point(database, workers, "", point.replaceAll(" \\([^)]*\\)$", "")))
          .toList();
    }
  }

  /** Leaves out what a run does before its first transfer, which no business database sees. */
  static List<Point> fromFirstTransfer(List<Point> points) {
    int first = 0;
    while (!points.get(first).name().startsWith("transfer ")) {
      first++;
    }
    return points.subList(first, points.size());
  }

  /** The same points, with the power lost there in one way or another. */
  static List<Point> losingPower(List<Point> points, Random random) {
    return points.stream()
        .map(p -> new Point(p.database(), p.workers(), PowerLoss.any(random).name(), p.name()))
        .toList();
  }

  /** The points of the disk, which breaks there. */
  static List<Point> breakingTheDisk(List<Point> points) {
    return points.stream()
        .filter(p -> p.part().equals("disk"))
        .map(p -> new Point(p.database(), p.workers(), Script.BREAKS, p.name()))
        .toList();
  }

  /**
   * Some points: from each part in turn, as long as it has any, and in each part first one of each
   * kind, then another.
   */
  static List<Point> some(List<Point> points, int count, Random random) {
    List<Point> shuffled = new ArrayList<>(points);
    Collections.shuffle(shuffled, random);
    return byTurns(byTurns(shuffled, Point::kind), Point::part).stream().limit(count).toList();
  }

  /** One of each group, then another of each, and so on; in each group the order stays. */
  private static List<Point> byTurns(List<Point> points, Function<Point, String> group) {
    Map<String, Deque<Point>> groups = new LinkedHashMap<>();
    points.forEach(p -> groups.computeIfAbsent(group.apply(p), g -> new ArrayDeque<>()).add(p));
    List<Point> inTurn = new ArrayList<>();
    while (inTurn.size() < points.size()) {
      groups.values().stream().filter(left -> !left.isEmpty()).forEach(g -> inTurn.add(g.poll()));
    }
    return inTurn;
  }

  /** Halts a run at each of the points, and holds against the books what is left. */
  void tryAll(List<Point> points) throws InterruptedException, ExecutionException {
    ExecutorService processes = Executors.newFixedThreadPool(AT_A_TIME);
    try {
      List<Future<?>> trials = new ArrayList<>();
      for (Point point : points) {
        parts.merge(point.part(), 1, Integer::sum);
        trials.add(
            processes.submit(
                () -> {
                  attempt(point);
                  report(points.size());
                }));
      }
      for (Future<?> trial : trials) {
        trial.get();
      }
    } finally {
      processes.shutdownNow();
    }
    print(points.size());
  }

  private void attempt(Point point) {
    try (Trial trial = new Trial(point.database())) {
      Script script =
          trial
              .script()
              .transferring(1, TRANSFERS, point.workers())
              .endingAt(point.name())
              .losing(point.loss(), point.randomFrom(seed));
      if (trial.live(script).at() == null) {
        missed.incrementAndGet();
      }
      trial.judge(Flaw.NONE).forEach(wrong -> fail(point, wrong));
      mostPasses.accumulateAndGet(trial.books().passes(), Math::max);
    } catch (Exception e) {
      fail(point, e.toString());
    }
  }

  private void fail(Point point, String wrong) {
    String text = "-Dmatrix.seed=%d '-Dmatrix.point=%s' repeats: %s".formatted(seed, point, wrong);
    System.out.println(text);
    broken.add(text);
  }

  private void report(int points) {
    int done = tried.incrementAndGet();
    if (done % REPORT_EVERY == 0 && done < points) {
      print(points);
    }
  }

  private void print(int points) {
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s: %d of %d points %s, %d not reached, at most %d passes of recovery, %d s, seed %d,"
                + " %d broken",
            name,
            tried.get(),
            points,
            parts,
            missed.get(),
            mostPasses.get(),
            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
            seed,
            broken.size()));
  }

  /** What does not add up, and how to repeat it. */
  List<String> broken() {
    return List.copyOf(broken);
  }

  /** How many points were tried. */
  int tried() {
    return tried.get();
  }

  /** How many runs went to their end, as they did not pass their point this time. */
  int missed() {
    return missed.get();
  }
}
