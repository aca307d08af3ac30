// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sluicemq.benchmarks.measure.BacklogBuild;
import org.sluicemq.benchmarks.measure.SendCounts;
import org.sluicemq.benchmarks.round.BacklogMeasurement.Restart;

/**
 * Takes one contender through a deep backlog: one JVM fills the store and stops cleanly; then it is
 * started again and again, each time in a new JVM, first after clean stops and then after kills.
 * The count that the broker gives must hold throughout, and what comes from the front after each
 * start must be the next messages, undamaged and in order. Used once.
 */
public final class BacklogCourse {

  private static final long POLL_MILLIS = 20;

  private final Path directory;
  private final BacklogPlan plan;
  private final String contender;
  private final Consumer<String> progress;
  private final List<Restart> clean = new ArrayList<>();
  private final List<Restart> killed = new ArrayList<>();
  private volatile int partsDone;
  private Properties built;
  private long storeBytes;
  private int[] next;
  private SendCounts.Bounds waiting;

  /**
   * A course with its store below that directory while it runs.
   *
   * @param progress is told how far it has come, in words, also by other threads
   */
  public BacklogCourse(
      Path directory, BacklogPlan plan, String contender, Consumer<String> progress) {
    this.directory = directory;
    this.plan = plan;
    this.contender = contender;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @param restarts whether it goes on after the backlog was filled
   */
  public BacklogOutcome run(boolean restarts) throws IOException, InterruptedException {
    Optional<String> failure = Optional.empty();
    try (Workspace workspace = Workspace.open(directory, contender)) {
      build(workspace);
      for (int i = 1; restarts && i <= plan.restarts(); i++) {
        clean.add(restart(workspace, "after a clean stop", i));
      }
      for (int i = 1; restarts && i <= plan.restarts(); i++) {
        sendAndKill(workspace, i);
        killed.add(restart(workspace, "after a kill", i));
      }
    } catch (RoundFailedException failed) {
      failure = Optional.of(failed.getMessage());
    }
    return new BacklogOutcome(contender, Optional.ofNullable(built).map(this::measured), failure);
  }

  private void build(Workspace workspace)
      throws RoundFailedException, IOException, InterruptedException {
    List<String> how = List.of(Integer.toString(plan.depth()), Integer.toString(plan.warmUp()));
    ChildJvm child = launch(workspace, BacklogProcess.BUILD, how, this::partDone);
    Properties result =
        end(
            workspace,
            child,
            () -> "while " + partsDone * 100 / BacklogBuild.PARTS + " % were built");
    next = new int[BacklogBuild.PRODUCERS];
    waiting = new SendCounts.Bounds(plan.depth(), plan.depth());
    requireCount(result);
    storeBytes = size(workspace.store());
    built = result;
  }

  private void partDone(String parts) {
    partsDone = Integer.parseInt(parts);
    if (partsDone % (BacklogBuild.PARTS / 10) == 0) {
      progress.accept(partsDone * 100 / BacklogBuild.PARTS + " % of the backlog is built");
    }
  }

  private Restart restart(Workspace workspace, String when, int number)
      throws RoundFailedException, IOException, InterruptedException {
    List<String> how =
        List.of(
            Long.toString(System.currentTimeMillis()),
            BacklogProcess.joined(Arrays.stream(next).boxed().toList()),
            Integer.toString(plan.received()),
            Long.toString(plan.limit().toMillis()));
    ChildJvm child = launch(workspace, BacklogProcess.RESTART, how, line -> {});
    Properties result = end(workspace, child, () -> "at start " + number + " " + when);
    next = BacklogProcess.numbers(result.getProperty("next"));
    waiting =
        new SendCounts.Bounds(
            waiting.returned() - plan.received(), waiting.begun() - plan.received());
    requireCount(result);
    Restart restart =
        new Restart(
            Double.parseDouble(result.getProperty("openSeconds")),
            Double.parseDouble(result.getProperty("processSeconds")));
    progress.accept(
        String.format(
            Locale.ROOT,
            "start %d %s: first message after %.2f s",
            number,
            when,
            restart.openSeconds()));
    return restart;
  }

  private void sendAndKill(Workspace workspace, int number)
      throws RoundFailedException, IOException, InterruptedException {
    CountDownLatch enough = new CountDownLatch(1);
    List<String> how =
        List.of(workspace.counts().toString(), Integer.toString(plan.sentPerProducer(number)));
    try (ChildJvm child = launch(workspace, BacklogProcess.SEND, how, line -> enough.countDown())) {
      long began = System.nanoTime();
      while (!enough.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        if (child.ended() || System.nanoTime() - began > plan.limit().toNanos()) {
          throw failed("did not send enough to be killed for the " + number + ". time", child);
        }
      }
    }
    SendCounts.Bounds sent = SendCounts.read(workspace.counts());
    waiting =
        new SendCounts.Bounds(waiting.returned() + sent.returned(), waiting.begun() + sent.begun());
  }

  private ChildJvm launch(Workspace workspace, String what, List<String> how, Consumer<String> told)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add(what);
    arguments.add(contender);
    arguments.add(workspace.store().toString());
    arguments.add(workspace.result().toString());
    arguments.addAll(how);
    return workspace.launch(plan.jvmFlags(), BacklogProcess.class, arguments, told);
  }

  private Properties end(Workspace workspace, ChildJvm child, Supplier<String> where)
      throws RoundFailedException, IOException, InterruptedException {
    if (!child.endsWithin(plan.limit())) {
      throw failed("did not end within " + plan.limit().toSeconds() + " s, " + where.get(), child);
    }
    if (child.status() != 0) {
      throw failed("ended with status " + child.status() + ", " + where.get(), child);
    }
    Properties result = new Properties();
    try (Reader reader = Files.newBufferedReader(workspace.result())) {
      result.load(reader);
    }
    return result;
  }

  /** From here on the count is known, also when a kill had left it open within bounds. */
  private void requireCount(Properties result) throws RoundFailedException {
    long count = Long.parseLong(result.getProperty("waiting"));
    if (count < waiting.returned() || count > waiting.begun()) {
      throw new RoundFailedException(
          String.format(
              Locale.ROOT,
              "%s says that %d messages wait, but at least %d and at most %d should",
              contender,
              count,
              waiting.returned(),
              waiting.begun()));
    }
    waiting = new SendCounts.Bounds(count, count);
  }

  private BacklogMeasurement measured(Properties result) {
    return new BacklogMeasurement(
        result.getProperty("version"),
        result.getProperty("settings"),
        plan.depth(),
        Stream.of(result.getProperty("perSecond").split(",")).map(Double::valueOf).toList(),
        storeBytes,
        List.copyOf(clean),
        List.copyOf(killed));
  }

  private RoundFailedException failed(String how, ChildJvm child) {
    return new RoundFailedException(contender + " " + how + ": " + child.said());
  }

  private static long size(Path directory) throws IOException {
    long bytes = 0;
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(path);
      }
    }
    return bytes;
  }
}
