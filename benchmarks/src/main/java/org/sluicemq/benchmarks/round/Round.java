// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.sluicemq.benchmarks.contender.Contender;
import org.sluicemq.benchmarks.contender.RunningBroker;
import org.sluicemq.benchmarks.measure.DeviceFlushes;
import org.sluicemq.benchmarks.measure.DiskFloor;
import org.sluicemq.benchmarks.measure.Figures;
import org.sluicemq.benchmarks.measure.LoadRun;
import org.sluicemq.benchmarks.workload.Workload;

/** One round in this JVM: start, warm up, measure, stop. Used once. */
public final class Round {

  /** The name of the floor, which takes its turn like a contender but is no broker. */
  public static final String FLOOR = "floor";

  private final Workload workload;
  private final Path directory;
  private final RoundPlan plan;
  private final Optional<DeviceFlushes> flushes;

  /**
   * A round of that workload.
   *
   * @param directory an existing empty directory for the store
   * @throws IOException when the directory cannot be written to
   */
  public Round(Workload workload, Path directory, RoundPlan plan) throws IOException {
    this.workload = workload;
    this.directory = directory;
    this.plan = plan;
    this.flushes = DeviceFlushes.under(directory);
  }

  /**
   * Measures a contender.
   *
   * @throws IllegalStateException when the disk was told to empty its cache less often than a
   *     broker that forces every send must tell it
   * @throws Exception when the broker fails or its books do not balance
   */
  public Measurement measure(Contender contender) throws Exception {
    try (RunningBroker broker = contender.start(directory)) {
      LoadRun load = new LoadRun(workload, broker.connectionFactory());
      load.warmUp(plan.warmUp(), plan.warmUpBacklog());
      OptionalLong before = count();
      Figures figures = load.run(plan.measured(), plan.backlog());
      OptionalLong forced = since(before);
      if (contender.forcesEverySend() && forced.isPresent()) {
        Forcing.require(contender.name(), workload, figures.messages(), forced.getAsLong());
      }
      return new Measurement(broker.version(contender), contender.settings(), figures, forced);
    }
  }

  /** Measures the disk alone. */
  public Measurement measureFloor() throws IOException {
    DiskFloor floor = new DiskFloor(workload, directory);
    floor.run(plan.floorWarmUp());
    OptionalLong before = count();
    Figures figures = floor.run(plan.measured());
    return new Measurement(
        "the disk alone",
        "one file, preallocated and overwritten, fdatasync after every "
            + workload.mostMessagesPerForce() * Workload.BODY_BYTES
            + " bytes",
        figures,
        since(before));
  }

  private OptionalLong count() throws IOException {
    return flushes.isPresent() && workload.forcedOnTheClock()
        ? flushes.get().count()
        : OptionalLong.empty();
  }

  private OptionalLong since(OptionalLong before) throws IOException {
    return before.isPresent()
        ? OptionalLong.of(count().orElseThrow() - before.getAsLong())
        : OptionalLong.empty();
  }
}
