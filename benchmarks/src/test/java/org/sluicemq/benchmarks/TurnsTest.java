// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnsTest {

  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");

  @ParameterizedTest
  @CsvSource({"2,2,1", "4,4,1", "6,6,1", "3,6,2", "5,10,2"})
  void everybodyFollowsEverybodyElseEquallyOften(int size, int rounds, int times) {
    List<String> contenders = NAMES.subList(0, size);
    Map<String, Integer> followed = new HashMap<>();
    for (int round = 1; round <= rounds; round++) {
      List<String> turns = Turns.of(contenders, round);
      for (int i = 1; i < size; i++) {
        followed.merge(turns.get(i - 1) + turns.get(i), 1, Integer::sum);
      }
    }
    assertEquals(size * (size - 1), followed.size(), followed.toString());
    assertTrue(followed.values().stream().allMatch(count -> count == times), followed.toString());
  }

  @Test
  void everybodyHasOneTurnInEveryRound() {
    for (int round = 1; round <= 7; round++) {
      List<String> turns = Turns.of(NAMES, round);
      assertEquals(Set.copyOf(NAMES), Set.copyOf(turns));
      assertEquals(NAMES.size(), turns.size());
    }
  }

  @Test
  void loneContenderAlwaysHasItsTurn() {
    assertEquals(List.of("a"), Turns.of(List.of("a"), 1));
    assertEquals(List.of("a"), Turns.of(List.of("a"), 2));
  }
}
