// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.round;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.sluicemq.benchmarks.contender.Contender;
import org.sluicemq.benchmarks.contender.RunningBroker;
import org.sluicemq.benchmarks.measure.DeviceFlushes;
import org.sluicemq.benchmarks.measure.Figures;
import org.sluicemq.benchmarks.transfer.RowDatabase;
import org.sluicemq.benchmarks.transfer.TransactionLog;
import org.sluicemq.benchmarks.transfer.TransferRun;
import org.sluicemq.benchmarks.transfer.TransferRun.Made;
import org.sluicemq.benchmarks.workload.TransferRow;

/**
 * One round through the rows about transactions, in this JVM: start the broker, the database and
 * the transaction manager, warm up, then row by row warm up briefly and measure. Used once.
 */
public final class TransferRound {

  private final Path directory;
  private final String database;
  private final RoundPlan plan;
  private final Optional<DeviceFlushes> flushes;

  /**
   * A round.
   *
   * @param directory an existing empty directory for store and transaction log
   * @param database the URL of the database
   * @throws Exception when the directory cannot be written to
   */
  public TransferRound(Path directory, String database, RoundPlan plan) throws Exception {
    this.directory = directory;
    this.database = database;
    this.plan = plan;
    this.flushes = DeviceFlushes.under(directory);
    TransactionLog.keepIn(directory.resolve("log"));
  }

  /**
   * Measures all rows on a contender.
   *
   * @throws IllegalStateException when the disk was told to empty its cache less often than
   *     transactions that force everything must tell it
   * @throws Exception when a transaction fails, or messages or rows are not those committed
   */
  public Map<TransferRow, Measurement> measure(Contender contender) throws Exception {
    Path store = Files.createDirectory(directory.resolve("broker"));
    try (RowDatabase rows = RowDatabase.create(database, directory);
        RunningBroker broker = contender.start(store)) {
      String version = broker.version(contender);
      return measure(
          new TransferRun(Optional.of(broker), rows),
          List.of(TransferRow.values()),
          (row, made, forced) -> {
            if (forced.isPresent()) {
              Forcing.require(contender.name(), row, made.messages(), forced.getAsLong());
            }
            return new Measurement(version, contender.settings(), made, forced);
          });
    }
  }

  /**
   * Measures the rows with a database, in the place of the broker something that costs nothing.
   *
   * @throws Exception when a transaction fails, or rows are not those committed
   */
  public Map<TransferRow, Measurement> measureFloor() throws Exception {
    try (RowDatabase rows = RowDatabase.create(database, directory)) {
      return measure(
          new TransferRun(Optional.empty(), rows),
          Stream.of(TransferRow.values()).filter(TransferRow::writesRow).toList(),
          (row, made, forced) ->
              new Measurement("no broker", "agrees to all, keeps nothing", made, forced));
    }
  }

  /** Makes a measurement of figures and flushes. */
  @FunctionalInterface
  private interface Account {
    Measurement of(TransferRow row, Figures figures, OptionalLong flushes);
  }

  private Map<TransferRow, Measurement> measure(
      TransferRun run, List<TransferRow> rows, Account account) throws Exception {
    run.settle(run.make(TransferRow.TRANSFER_16, plan.warmUp()));
    Map<TransferRow, Measurement> measured = new EnumMap<>(TransferRow.class);
    for (TransferRow row : rows) {
      run.settle(run.make(row, plan.leadIn()));
      measured.put(row, measure(run, row, account));
    }
    return measured;
  }

  private Measurement measure(TransferRun run, TransferRow row, Account account) throws Exception {
    OptionalLong before = count();
    Made made = run.make(row, plan.measured());
    OptionalLong forced =
        before.isPresent()
            ? OptionalLong.of(count().getAsLong() - before.getAsLong())
            : OptionalLong.empty();
    run.settle(made);
    return account.of(row, made.figures(), forced);
  }

  private OptionalLong count() throws Exception {
    return flushes.isPresent() ? flushes.get().count() : OptionalLong.empty();
  }
}
