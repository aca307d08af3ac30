// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluicemq.benchmarks.contender.Contender;
import org.sluicemq.benchmarks.workload.BacklogRow;
import org.sluicemq.benchmarks.workload.Row;
import org.sluicemq.benchmarks.workload.Rows;

class BenchmarkSettingsTest {

  @Test
  void everySettingHasADefault() {
    BenchmarkSettings settings = BenchmarkSettings.from(new Properties());
    assertEquals(Rows.all(), settings.rows());
    assertEquals(7, settings.loads().size());
    assertEquals(List.of(BacklogRow.DEEP, BacklogRow.RESTART), settings.backlogRows());
    assertTrue(contenders(settings).contains("artemis-tuned"), settings.toString());
    assertFalse(settings.peersAsked());
    assertEquals(3, settings.rounds());
    assertEquals(Duration.ofSeconds(3), settings.plan().measured());
    assertEquals(5_000_000, settings.backlog().depth());
    assertEquals(Duration.ofMinutes(15), settings.backlog().limit());
    assertEquals("postgresql", settings.database());
  }

  @Test
  void settingsAreReadFromTheirProperties() {
    Properties properties = new Properties();
    properties.setProperty("bench.rows", "drain-4");
    properties.setProperty("bench.peers", "classic,artemis-default");
    properties.setProperty("bench.rounds", "2");
    properties.setProperty("bench.seconds", "0.5");
    properties.setProperty("bench.jvm", " -Xmx2g  -Xlog:gc ");
    properties.setProperty("bench.deep", "20001");
    properties.setProperty("bench.restarts", "4");
    properties.setProperty("bench.database", "h2");
    properties.setProperty("other.rounds", "7");
    BenchmarkSettings settings = BenchmarkSettings.from(properties);
    assertEquals(List.of("drain-4"), settings.rows().stream().map(Row::label).toList());
    assertEquals(List.of("classic", "artemis-default"), contenders(settings));
    assertTrue(settings.peersAsked());
    assertEquals(2, settings.rounds());
    assertEquals(40_000, settings.backlog().depth(), "rounded up to equal parts");
    assertEquals(4, settings.backlog().restarts());
    assertEquals(Duration.ofMillis(500), settings.plan().measured());
    assertEquals(List.of("-Xmx2g", "-Xlog:gc"), settings.jvmFlags());
    assertEquals("h2", settings.database());
  }

  @ParameterizedTest
  @CsvSource({
    "bench.database,oracle",
    "bench.round,3",
    "bench.rounds,none",
    "bench.rounds,0",
    "bench.seconds,-1",
    "bench.peers,nobody",
    "bench.rows,nothing"
  })
  void settingThatMakesNoSenseIsRefusedByName(String name, String value) {
    Properties properties = new Properties();
    properties.setProperty(name, value);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> BenchmarkSettings.from(properties));
    String told = refused.getMessage();
    assertTrue(told.contains("'" + name + "'") || told.contains("'" + value + "'"), told);
  }

  private static List<String> contenders(BenchmarkSettings settings) {
    return settings.contenders().stream().map(Contender::name).toList();
  }
}
