// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.sluicemq.benchmarks.contender.Contender;
import org.sluicemq.benchmarks.contender.RunningBroker;
import org.sluicemq.benchmarks.measure.DeviceFlushes;
import org.sluicemq.benchmarks.transfer.RowDatabase;
import org.sluicemq.benchmarks.transfer.TransactionLog;
import org.sluicemq.benchmarks.transfer.TransferRun;
import org.sluicemq.benchmarks.transfer.TransferRun.Made;
import org.sluicemq.benchmarks.workload.TransferRow;

/**
 * One round of one contender through all rows about transactions, in this JVM: start the broker,
 * the database and the transaction manager, warm up, then row by row warm up briefly and measure.
 * Used once.
 */
public final class TransferRound {

  private final Contender contender;
  private final Path directory;
  private final RoundPlan plan;
  private final Optional<DeviceFlushes> flushes;

  /**
   * A round of that contender.
   *
   * @param directory an existing empty directory for store, database and transaction log
   * @throws Exception when the directory cannot be written to
   */
  public TransferRound(Contender contender, Path directory, RoundPlan plan) throws Exception {
    this.contender = contender;
    this.directory = directory;
    this.plan = plan;
    this.flushes = DeviceFlushes.under(directory);
    TransactionLog.keepIn(directory.resolve("log"));
  }

  /**
   * Measures all rows.
   *
   * @throws IllegalStateException when the disk was told to empty its cache less often than
   *     transactions that force everything must tell it
   * @throws Exception when a transaction fails, or messages or rows are not those committed
   */
  public Map<TransferRow, Measurement> measure() throws Exception {
    Path store = Files.createDirectory(directory.resolve("broker"));
    try (RowDatabase rows = RowDatabase.create(directory);
        RunningBroker broker = contender.start(store)) {
      TransferRun run = new TransferRun(broker, rows);
      run.settle(run.make(TransferRow.TRANSFER_16, plan.warmUp()));
      Map<TransferRow, Measurement> measured = new EnumMap<>(TransferRow.class);
      for (TransferRow row : TransferRow.values()) {
        run.settle(run.make(row, plan.leadIn()));
        measured.put(row, measure(broker, run, row));
      }
      return measured;
    }
  }

  private Measurement measure(RunningBroker broker, TransferRun run, TransferRow row)
      throws Exception {
    OptionalLong before = count();
    Made made = run.make(row, plan.measured());
    OptionalLong forced =
        before.isPresent()
            ? OptionalLong.of(count().getAsLong() - before.getAsLong())
            : OptionalLong.empty();
    run.settle(made);
    if (forced.isPresent()) {
      Forcing.require(contender.name(), row, made.figures().messages(), forced.getAsLong());
    }
    return new Measurement(broker.version(contender), contender.settings(), made.figures(), forced);
  }

  private OptionalLong count() throws Exception {
    return flushes.isPresent() ? flushes.get().count() : OptionalLong.empty();
  }
}
