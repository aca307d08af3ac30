// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in small: it shows that rounds balance and results are written, not how fast. */
@Timeout(value = 5, unit = TimeUnit.MINUTES) // each test starts several JVMs, one after the other
class BenchmarksTest {

  @TempDir private Path output;

  @Test
  void contenderWithoutAsynchronousSendsHasNoTurnInTheirRow() throws Exception {
    String progress = run("asynchronous-1-1", "artemis-tuned,classic");
    assertTrue(progress.contains("[2/2] asynchronous-1-1 round 1/1 artemis-tuned"), progress);
    assertFalse(progress.contains("classic"), progress);
  }

  @Test
  void deepBacklogIsBuiltAndOutlivesStopsAndKills() throws Exception {
    String progress = run("deep,restart", "sluice");
    assertTrue(progress.contains("sluice: 100 % of the backlog is built"), progress);
    assertTrue(progress.contains("sluice: start 1 after a clean stop"), progress);
    assertTrue(progress.contains("sluice: start 1 after a kill"), progress);
    assertTrue(progress.contains("[1/1] deep backlog of sluice"), progress);
    String page = Files.readString(output.resolve("results.md"));
    assertFalse(page.contains("Not to the end"), page);
    assertFalse(page.contains("Partial"), page);
    assertEquals(1 + 50 + 1 + 1, Files.readAllLines(output.resolve("backlog.csv")).size());
  }

  @Test
  void peerThatDoesNotMasterTheBacklogIsReportedAndNoFailure() throws Exception {
    Properties properties = properties("deep", "artemis-tuned");
    properties.setProperty("bench.deep.minutes", "0.001");
    String progress = run(properties, true);
    assertTrue(progress.contains("artemis-tuned did not end within 0 s"), progress);
    String page = Files.readString(output.resolve("results.md"));
    assertTrue(page.contains("Not to the end: artemis-tuned did not end"), page);
  }

  @Test
  void contenderThatFailsKeepsNobodyElseFromHavingFigures() throws Exception {
    Properties properties = properties("nonpersistent-4-4,drain-4", "artemis-tuned");
    properties.setProperty("bench.jvm", "-Xmx64m -XX:MaxMetaspaceSize=4m");
    String progress = run(properties, false);
    assertTrue(progress.contains("FAILED: artemis-tuned has no figure"), progress);
    String page = Files.readString(output.resolve("results.md"));
    assertTrue(page.contains("- **artemis-tuned**: artemis-tuned has no figure"), page);
  }

  @Test
  void contendersTakeTurnsAndResultsAreWritten() throws Exception {
    String progress = run("persistent-16-4", "sluice,artemis-tuned");
    assertTrue(progress.contains("[1/3] persistent-16-4 round 1/1 floor"), progress);
    assertTrue(progress.contains("[2/3] persistent-16-4 round 1/1 artemis-tuned"), progress);
    assertTrue(progress.contains("[3/3] persistent-16-4 round 1/1 sluice"), progress);
    assertTrue(Files.readString(output.resolve("results.md")).contains("| artemis-tuned |"));
    assertTrue(Files.readString(output.resolve("results.svg")).contains(">sluice</text>"));
    assertEquals(4, Files.readAllLines(output.resolve("rounds.csv")).size());
  }

  private String run(String rows, String peers) throws Exception {
    return run(properties(rows, peers), true);
  }

  private Properties properties(String rows, String peers) {
    Properties properties = new Properties();
    properties.setProperty("bench.rows", rows);
    properties.setProperty("bench.peers", peers);
    properties.setProperty("bench.rounds", "1");
    properties.setProperty("bench.seconds", "0.3");
    properties.setProperty("bench.warmup", "0.1");
    properties.setProperty("bench.jvm", "-Xmx256m");
    properties.setProperty("bench.deep", "20000");
    properties.setProperty("bench.restarts", "1");
    properties.setProperty("bench.directory", "target/bench-test");
    properties.setProperty("bench.output", output.toString());
    return properties;
  }

  private static String run(Properties properties, boolean complete) throws Exception {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
    boolean ended = new Benchmarks(BenchmarkSettings.from(properties), out).run();
    String progress = told.toString(StandardCharsets.UTF_8);
    assertEquals(complete, ended, progress);
    return progress;
  }
}
