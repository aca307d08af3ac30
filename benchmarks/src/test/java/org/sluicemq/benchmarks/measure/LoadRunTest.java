// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluicemq.benchmarks.contender.Contenders;
import org.sluicemq.benchmarks.contender.RunningBroker;
import org.sluicemq.benchmarks.workload.Workloads;

class LoadRunTest {

  private static final Duration SHORT = Duration.ofMillis(300);

  private static RunningBroker broker;

  @BeforeAll
  static void startBroker(@TempDir Path directory) throws Exception {
    broker = Contenders.byName("artemis-tuned").start(directory);
  }

  @AfterAll
  static void stopBroker() throws Exception {
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "persistent-1-1",
        "persistent-16-4",
        "transacted-4-4",
        "asynchronous-1-1",
        "nonpersistent-4-4",
        "topic-8-8"
      })
  void flowBalancesAndHasFigures(String row) throws Exception {
    Figures figures = run(row, broker.connectionFactory());
    assertTrue(figures.messages() > 0, figures.toString());
    assertTrue(figures.throughPerSecond() > 0, figures.toString());
    assertTrue(figures.throughPerSecond() <= figures.sendsPerSecond(), figures.toString());
    assertTrue(figures.send().p50Micros() > 0, figures.toString());
    assertTrue(figures.send().p99Micros() >= figures.send().p50Micros(), figures.toString());
    assertTrue(figures.endToEnd().p99Micros() > 0, figures.toString());
  }

  @Test
  void drainReceivesTheWholeBacklog() throws Exception {
    assertEquals(400, run("drain-4", broker.connectionFactory()).messages());
  }

  @ParameterizedTest
  @EnumSource
  void faultyDeliveryHasNoFigures(FaultyDelivery.Fault fault) {
    ConnectionFactory faulty = FaultyDelivery.of(broker.connectionFactory(), fault);
    UnbalancedException unbalanced =
        assertThrows(UnbalancedException.class, () -> run("drain-4", faulty));
    String told = fault == FaultyDelivery.Fault.DROPPED ? "were lost" : "received twice";
    assertTrue(unbalanced.getMessage().contains(told), unbalanced.getMessage());
  }

  private static Figures run(String row, ConnectionFactory factory) throws Exception {
    return new LoadRun(Workloads.byName(row), factory, Duration.ofSeconds(2)).run(SHORT, 400);
  }
}
