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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in small: it shows that rounds balance and results are written, not how fast. */
class BenchmarksTest {

  @TempDir private Path output;

  @Test
  void contenderWithoutAsynchronousSendsHasNoTurnInTheirRow() throws Exception {
    String progress = run("asynchronous-1-1", "artemis-tuned,classic");
    assertTrue(progress.contains("[2/2] asynchronous-1-1 round 1/1 artemis-tuned"), progress);
    assertFalse(progress.contains("classic"), progress);
  }

  @Test
  void contendersTakeTurnsAndResultsAreWritten() throws Exception {
    String progress = run("persistent-16-4", "sluice,artemis-tuned");
    assertTrue(progress.contains("[1/3] persistent-16-4 round 1/1 floor"), progress);
    assertTrue(progress.contains("[2/3] persistent-16-4 round 1/1 sluice"), progress);
    assertTrue(progress.contains("[3/3] persistent-16-4 round 1/1 artemis-tuned"), progress);
    assertTrue(Files.readString(output.resolve("results.md")).contains("| artemis-tuned |"));
    assertTrue(Files.readString(output.resolve("results.svg")).contains(">sluice</text>"));
    assertEquals(4, Files.readAllLines(output.resolve("rounds.csv")).size());
  }

  private String run(String rows, String peers) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("bench.rows", rows);
    properties.setProperty("bench.peers", peers);
    properties.setProperty("bench.rounds", "1");
    properties.setProperty("bench.seconds", "0.3");
    properties.setProperty("bench.warmup", "0.1");
    properties.setProperty("bench.jvm", "-Xmx256m");
    properties.setProperty("bench.directory", "target/bench-test");
    properties.setProperty("bench.output", output.toString());
    ByteArrayOutputStream told = new ByteArrayOutputStream();

    new Benchmarks(
            BenchmarkSettings.from(properties), new PrintStream(told, true, StandardCharsets.UTF_8))
        .run();

    return told.toString(StandardCharsets.UTF_8);
  }
}
