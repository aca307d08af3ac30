// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.sluicemq.benchmarks.contender.Contender;
import org.sluicemq.benchmarks.contender.Contenders;
import org.sluicemq.benchmarks.contender.RunningBroker;
import org.sluicemq.benchmarks.measure.BacklogBuild;
import org.sluicemq.benchmarks.measure.BacklogBuild.Built;
import org.sluicemq.benchmarks.measure.BacklogFront;
import org.sluicemq.benchmarks.measure.EndlessSending;
import org.sluicemq.benchmarks.measure.Place;

/**
 * A JVM that works on the store with the deep backlog: it fills it, or starts with it, or sends
 * until it is killed. It ends with 0 and a result file, or with 1 and a stack trace.
 */
public final class BacklogProcess {

  static final String BUILD = "build";
  static final String RESTART = "restart";
  static final String SEND = "send";

  private final Contender contender;
  private final Path store;
  private final Properties result = new Properties();

  private BacklogProcess(Contender contender, Path store) {
    this.contender = contender;
    this.store = store;
  }

  /**
   * Does one thing.
   *
   * @param arguments what to do, contender, store directory, result file, and what the thing needs
   */
  public static void main(String[] arguments) {
    int status = 0;
    try {
      BacklogProcess process =
          new BacklogProcess(Contenders.byName(arguments[1]), Path.of(arguments[2]));
      process.run(arguments[0], Arrays.copyOfRange(arguments, 4, arguments.length));
      process.writeTo(Path.of(arguments[3]));
    } catch (Throwable failure) {
      ChildJvm.tellFailure(failure);
      status = 1;
    }
    // Not exit: a broker that ran out of memory may never let go.
    Runtime.getRuntime().halt(status);
  }

  private void run(String what, String[] how) throws Exception {
    switch (what) {
      case BUILD -> build(Integer.parseInt(how[0]), Integer.parseInt(how[1]));
      case RESTART ->
          restart(
              Long.parseLong(how[0]),
              numbers(how[1]),
              Integer.parseInt(how[2]),
              Long.parseLong(how[3]));
      case SEND -> send(Path.of(how[0]), Integer.parseInt(how[1]));
      default -> throw new IllegalArgumentException(what);
    }
  }

  private void build(int depth, int warmUp) throws Exception {
    try (RunningBroker broker = contender.start(store)) {
      BacklogBuild build = new BacklogBuild(broker.connectionFactory());
      build.warmUp(warmUp);
      Built built = build.fill(depth, part -> tell(Integer.toString(part)));
      result.setProperty("sent", joined(built.sent()));
      result.setProperty("perSecond", joined(built.perSecond()));
      result.setProperty("waiting", Long.toString(broker.depth().of(Place.NAME)));
      result.setProperty("settings", contender.settings());
      result.setProperty("version", broker.version(contender));
    }
  }

  private void restart(long launched, int[] next, int messages, long waitMillis) throws Exception {
    long opening = System.nanoTime();
    try (RunningBroker broker = contender.start(store)) {
      try (BacklogFront front = new BacklogFront(broker.connectionFactory(), next, waitMillis)) {
        front.receive();
        result.setProperty("openSeconds", Double.toString((System.nanoTime() - opening) / 1e9));
        result.setProperty(
            "processSeconds", Double.toString((System.currentTimeMillis() - launched) / 1e3));
        for (int i = 1; i < messages; i++) {
          front.receive();
        }
        front.commit();
      }
      result.setProperty("next", joined(Arrays.stream(next).boxed().toList()));
      result.setProperty("waiting", Long.toString(broker.depth().of(Place.NAME)));
    }
  }

  private void send(Path counts, int enough) throws Exception {
    try (RunningBroker broker = contender.start(store)) {
      new EndlessSending(broker.connectionFactory(), counts).run(enough, () -> tell("enough"));
    }
  }

  private static void tell(String line) {
    System.out.println(ChildJvm.TELLS + line);
  }

  private void writeTo(Path file) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file)) {
      result.store(writer, null);
    }
  }

  /** A list as it travels between JVMs. */
  static String joined(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(","));
  }

  /** Reads what {@link #joined} has made of whole numbers. */
  static int[] numbers(String text) {
    return Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
  }
}
