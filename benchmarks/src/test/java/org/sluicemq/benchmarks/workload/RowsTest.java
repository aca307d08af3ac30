// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {

  @Test
  void rowsComeInTheOrderAskedFor() {
    assertEquals(
        List.of("drain-4", "deep", "persistent-1-1"),
        Rows.named(" drain-4 ,deep,persistent-1-1,").stream().map(Row::label).toList());
  }

  @Test
  void allAreNine() {
    assertEquals(Rows.all(), Rows.named("all"));
    assertEquals(9, Rows.all().size());
  }

  @Test
  void unknownRowIsRefusedWithTheKnownOnes() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Rows.named("fast"));
    assertTrue(refused.getMessage().contains("'fast'"), refused.getMessage());
    assertTrue(refused.getMessage().contains("persistent-16-4"), refused.getMessage());
    assertTrue(refused.getMessage().contains("restart"), refused.getMessage());
  }
}
