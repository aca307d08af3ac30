// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.XAConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluicemq.benchmarks.contender.Contenders;
import org.sluicemq.benchmarks.contender.RunningBroker;
import org.sluicemq.benchmarks.measure.UnbalancedException;
import org.sluicemq.benchmarks.transfer.TransferRun.Made;
import org.sluicemq.benchmarks.workload.TransferRow;

class TransferRunTest {

  private static RowDatabase rows;
  private static RunningBroker broker;

  private final TransferRun run = new TransferRun(Optional.of(broker), rows);

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    TransactionLog.keepIn(directory.resolve("log"));
    rows = RowDatabase.create(RowServer.IN_THE_JVM, directory);
    broker = Contenders.byName("sluice").start(Files.createDirectory(directory.resolve("broker")));
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
    rows.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyThreadCommitsAndBooksAreSettled(TransferRow row) throws Exception {
    Made made = run.make(row, Duration.ofMillis(1));
    assertEquals(row.threads(), made.committed().size());
    assertTrue(made.committed().stream().allMatch(count -> count > 0), made.toString());
    assertEquals(
        made.committed().stream().mapToInt(Integer::intValue).sum(), made.figures().messages());
    run.settle(made);
    run.settle(new Made(row, List.of(0), made.figures()));
  }

  @Test
  void withoutABrokerRowsAreWrittenAndSettledAlone() throws Exception {
    TransferRun floor = new TransferRun(Optional.empty(), rows);
    Made made = floor.make(TransferRow.TRANSFER_16, Duration.ofMillis(1));
    floor.settle(made);
    assertTrue(made.figures().messages() >= 16, made.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE FROM transfer, 0 rows of thread 0",
    "INSERT INTO transfer VALUES (77; 1; 'not of any transaction'), rows of thread 0",
    "UPDATE transfer SET id = 77 WHERE id = 0, rows of committed transactions of thread 0"
  })
  void rowsThatAreNotThoseCommittedAreNoticed(String change, String told) throws Exception {
    Made made = run.make(TransferRow.TRANSFER_1, Duration.ofNanos(1));
    changeRows(change.replace(';', ','));
    UnbalancedException refused =
        assertThrows(UnbalancedException.class, () -> run.settle(made), change);
    assertTrue(refused.getMessage().contains(told), refused.getMessage());
    rows.empty();
  }

  @Test
  void messagesThatAreNotThoseCommittedAreNoticed() throws Exception {
    Made made = run.make(TransferRow.ONE_PHASE_1, Duration.ofNanos(1));
    List<Integer> less = new ArrayList<>(made.committed());
    less.set(0, less.get(0) - 1);
    UnbalancedException refused =
        assertThrows(
            UnbalancedException.class,
            () -> run.settle(new Made(made.row(), less, made.figures())));
    assertTrue(refused.getMessage().contains("messages in the queue"), refused.getMessage());
    run.settle(made);
  }

  private static void changeRows(String change) throws SQLException {
    XAConnection pooled = rows.connect();
    try (Connection connection = pooled.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(change);
    } finally {
      pooled.close();
    }
  }
}
