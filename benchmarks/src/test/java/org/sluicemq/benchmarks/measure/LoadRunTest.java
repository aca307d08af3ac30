// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.ConnectionFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluicemq.benchmarks.contender.Contenders;
import org.sluicemq.benchmarks.contender.RunningBroker;
import org.sluicemq.benchmarks.workload.Workloads;

class LoadRunTest {

  private static final Duration SHORT = Duration.ofMillis(300);

  private static final Map<String, RunningBroker> BROKERS = new HashMap<>();

  @BeforeAll
  static void startBrokers(@TempDir Path directory) throws Exception {
    for (String name : List.of("sluice", "artemis-tuned")) {
      BROKERS.put(
          name, Contenders.byName(name).start(Files.createDirectory(directory.resolve(name))));
    }
  }

  @AfterAll
  static void stopBrokers() throws Exception {
    for (RunningBroker broker : BROKERS.values()) {
      broker.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sluice, persistent-1-1",
    "sluice, persistent-16-4",
    "sluice, transacted-4-4",
    "sluice, asynchronous-1-1",
    "sluice, nonpersistent-4-4",
    "sluice, topic-8-8",
    "artemis-tuned, persistent-1-1",
    "artemis-tuned, persistent-16-4",
    "artemis-tuned, transacted-4-4",
    "artemis-tuned, asynchronous-1-1",
    "artemis-tuned, nonpersistent-4-4",
    "artemis-tuned, topic-8-8"
  })
  void flowBalancesAndHasFigures(String contender, String row) throws Exception {
    Figures figures = run(row, factory(contender));
    assertTrue(figures.messages() > 0, figures.toString());
    assertTrue(figures.throughPerSecond() > 0, figures.toString());
    assertTrue(figures.throughPerSecond() <= figures.sendsPerSecond(), figures.toString());
    assertTrue(figures.send().p50Micros() > 0, figures.toString());
    assertTrue(figures.send().p99Micros() >= figures.send().p50Micros(), figures.toString());
    assertTrue(figures.endToEnd().p99Micros() > 0, figures.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sluice", "artemis-tuned"})
  void drainReceivesTheWholeBacklog(String contender) throws Exception {
    assertEquals(400, run("drain-4", factory(contender)).messages());
  }

  @ParameterizedTest
  @EnumSource
  void faultyDeliveryHasNoFigures(FaultyDelivery.Fault fault) {
    ConnectionFactory faulty = FaultyDelivery.of(factory("sluice"), fault);
    UnbalancedException unbalanced =
        assertThrows(UnbalancedException.class, () -> run("drain-4", faulty));
    String told = fault == FaultyDelivery.Fault.DROPPED ? "were lost" : "received twice";
    assertTrue(unbalanced.getMessage().contains(told), unbalanced.getMessage());
  }

  private static ConnectionFactory factory(String contender) {
    return BROKERS.get(contender).connectionFactory();
  }

  private static Figures run(String row, ConnectionFactory factory) throws Exception {
    return new LoadRun(Workloads.byName(row), factory, Duration.ofSeconds(2)).run(SHORT, 400);
  }
}
