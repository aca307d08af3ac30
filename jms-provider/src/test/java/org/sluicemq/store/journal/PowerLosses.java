// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Loses the power of simulated disks again and again, and counts.
 *
 * <p>Two ways: a story of many sessions on one store, where each session ends with the power; and
 * the moments of one run, of which images are taken while it goes on and looked at afterwards.
 */
public final class PowerLosses {

  /** The system property that says on how many stores. */
  public static final String ROUNDS = "sluice.crash.rounds";

  private static final long SEED = Long.getLong("sluice.crash.seed", 20_26);
  private static final AtomicLong TOTAL = new AtomicLong();
  private static final AtomicLong OF_STORES = new AtomicLong();
  private static final Map<String, LongAdder> COUNTS = new ConcurrentSkipListMap<>();

  /** From so many on everything that should happen has happened, or never does. */
  private static final int MANY = 500;

  private PowerLosses() {}

  /** One store's life; returns how often the power was lost in it. */
  @FunctionalInterface
  public interface Life {
    int live(Random random) throws Exception;
  }

  /**
   * Counts what happens in the lives that are being lived, so that it can be seen that it does.
   *
   * @param what a plural
   */
  public static void count(String what) {
    COUNTS.computeIfAbsent(what, name -> new LongAdder()).increment();
  }

  /**
   * Lives many lives, and prints how many losses of power there were, and what was counted.
   *
   * @param name of the test; one that begins with "Journal," is of a journal alone
   * @param rounds how many lives where the property does not say it
   * @param life repeated with a random of its own each time
   * @param expected what must have been counted, if there were many losses
   * @throws AssertionError that names the seed when one goes wrong
   */
  public static void repeat(String name, int rounds, Life life, String... expected) {
    live(name, Integer.getInteger(ROUNDS, rounds), life, expected);
  }

  /**
   * The same for lives that take long: a twentieth of what the property says, at least one.
   *
   * @param name of the test
   * @param life repeated with a random of its own each time
   * @param expected what must have been counted, if there were many losses
   * @throws AssertionError that names the seed when one goes wrong
   */
  public static void repeatRarely(String name, Life life, String... expected) {
    live(name, Math.max(1, Integer.getInteger(ROUNDS, 1) / 20), life, expected);
  }

  private static void live(String name, int lives, Life life, String... expected) {
    COUNTS.clear();
    long begin = System.nanoTime();
    long losses = 0;
    for (long seed = SEED; seed < SEED + lives; seed++) {
      try {
        losses += life.live(new Random(seed));
      } catch (Exception | AssertionError e) {
        throw new AssertionError(
            name + ": -D" + ROUNDS + "=1 -Dsluice.crash.seed=" + seed + " repeats this", e);
      }
    }
    long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    print(name, losses, lives, millis);
    for (String what : expected) {
      if (losses >= MANY && !COUNTS.containsKey(what)) {
        throw new AssertionError(name + ": there were no " + what + ", only " + COUNTS);
      }
    }
  }

  private static void print(String name, long losses, int lives, long millis) {
    long ofStores = OF_STORES.addAndGet(name.startsWith("Journal,") ? 0 : losses);
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s: %d losses of power on %d stores, %.1f a second, none broke anything"
                + " (in this run %d, of them %d of whole stores and brokers) %s",
            name,
            losses,
            lives,
            1000.0 * losses / millis,
            TOTAL.addAndGet(losses),
            ofStores,
            COUNTS.isEmpty() ? "" : COUNTS));
  }

  /** What a machine would find that lost its power at a moment, and what it must be. */
  public record Moment<E>(SimulatedDisk disk, PowerLoss loss, E expected) {}

  /**
   * Watches a disk from now on and takes images of it, right before operations of which one in
   * {@code every} is chosen: one each of all the ways to lose power.
   *
   * @param expected asked at each of the moments
   * @return filled while the disk works
   */
  public static <E> List<Moment<E>> watch(
      SimulatedDisk disk, Random random, int every, Supplier<E> expected) {
    List<Moment<E>> moments = new ArrayList<>();
    Random own = new Random(random.nextLong());
    disk.watch(
        working -> {
          if (own.nextInt(every) == 0) {
            E now = expected.get();
            for (PowerLoss loss : PowerLoss.values()) {
              moments.add(new Moment<>(working.afterPowerLoss(loss, own), loss, now));
            }
          }
        });
    return moments;
  }
}
