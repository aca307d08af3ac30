// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {

  private final List<Integer> told = new ArrayList<>();
  private final Parts parts = new Parts(600, 200, told::add);

  @Test
  void producersTakeAllThereIsAndNoMore() {
    for (int i = 0; i < 6; i++) {
      assertTrue(parts.take(100), "unit " + i);
    }
    assertFalse(parts.take(100));
  }

  @Test
  void everyPartThatIsDoneIsToldOnceAndTimed() {
    for (int i = 0; i < 6; i++) {
      parts.take(100);
      parts.committed(100);
    }
    assertEquals(List.of(1, 2, 3), told);
    assertEquals(3, parts.perSecond().size());
    assertTrue(parts.perSecond().stream().allMatch(rate -> rate > 0), parts.perSecond().toString());
  }

  @Test
  void partUnderWayIsNotTimed() {
    for (int i = 0; i < 3; i++) {
      parts.take(100);
      parts.committed(100);
    }
    assertEquals(1, parts.perSecond().size());
  }
}
