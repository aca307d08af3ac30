// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void percentilesAreOverTheLatenciesOfAllThreads() {
    Latencies even = new Latencies();
    Latencies odd = new Latencies();
    for (int micros = 1; micros <= 1000; micros++) {
      (micros % 2 == 0 ? even : odd).record(micros * 1000L);
    }
    Percentiles percentiles = Latencies.merged(List.of(even, odd));
    assertEquals(500, percentiles.p50Micros(), 1);
    assertEquals(990, percentiles.p99Micros(), 2);
  }
}
