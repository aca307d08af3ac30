// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.benchmarks.workload.TransferRow;

/** The command in small: rows and messages balance for every broker; nothing is timed. */
@Timeout(value = 5, unit = TimeUnit.MINUTES) // each test starts several JVMs, one after the other
class TransferBenchmarkTest {

  @TempDir private Path output;

  @Test
  void everyBrokerBalancesInEveryRowAndAllIsTold() throws Exception {
    String progress = run("sluice,artemis-tuned,artemis-default,classic", true);
    assertTrue(progress.contains("[5/5] round 1/1"), progress);
    String page = Files.readString(output.resolve("jta.md"));
    for (TransferRow row : TransferRow.values()) {
      assertTrue(page.contains("## " + row.title()), page);
      assertTrue(
          progress.contains(
              row.label() + ", median transactions/s: " + (row.writesRow() ? "floor" : "sluice")),
          progress);
    }
    for (String contender : List.of("sluice", "artemis-tuned", "artemis-default", "classic")) {
      assertTrue(page.contains("| " + contender + " | 16 |"), page);
    }
    assertTrue(page.contains("| floor |"), page);
    assertTrue(Files.readString(output.resolve("jta.svg")).contains(">classic</text>"));
  }

  @Test
  void rowsMayBeThoseOfAServer() throws Exception {
    String progress = run("sluice", true, "bench.database", "postgresql");
    assertTrue(progress.contains("[2/2] round 1/1"), progress);
    String page = Files.readString(output.resolve("jta.md"));
    assertTrue(page.contains("- Database: PostgreSQL 1"), page);
  }

  @Test
  void contenderThatFailsIsNamedInEveryRow() throws Exception {
    String progress = run("sluice", false, "bench.jvm", "-Xmx64m -XX:MaxMetaspaceSize=4m");
    assertTrue(progress.contains("FAILED: sluice has no figure for transfers"), progress);
    String page = Files.readString(output.resolve("jta.md"));
    assertTrue(page.contains("- **sluice**: sluice has no figure for transfers"), page);
  }

  private String run(String peers, boolean complete, String... more) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("bench.database", "h2");
    properties.setProperty("bench.peers", peers);
    properties.setProperty("bench.rounds", "1");
    properties.setProperty("bench.seconds", "0.02");
    properties.setProperty("bench.warmup", "0.02");
    properties.setProperty("bench.jvm", "-Xmx256m");
    properties.setProperty("bench.directory", "target/bench-test");
    properties.setProperty("bench.output", output.toString());
    for (int i = 0; i < more.length; i += 2) {
      properties.setProperty(more[i], more[i + 1]);
    }
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
    boolean ended = new TransferBenchmark(BenchmarkSettings.from(properties), out).run();
    String progress = told.toString(StandardCharsets.UTF_8);
    assertTrue(ended == complete, progress);
    return progress;
  }
}
