// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationPatternTest {

  @ParameterizedTest
  @CsvSource({
    "news.europe.#, news.europe, true",
    "news.europe.#, news.europe.sport, true",
    "news.europe.#, news.europe.politics.regional, true",
    "news.europe.#, news.usa, false",
    "news.europe.#, news.european, false",
    "news.*, news.europe, true",
    "news.*, news.europe.sport, false",
    "news.*, news, false",
    "news.*.sport, news.usa.sport, true",
    "news.*.sport, news.usa.politics, false",
    "#, a.b.c, true",
    "#.sport, sport, true",
    "#.sport, news.europe.sport, true",
    "#.sport, news.sport.europe, false",
    "a.#.z, a.z, true",
    "a.#.z, a.b.z.c.z, true",
    "a.#.z, a.b.c, false",
    "a.#.b.#.c, a.x.b.y.b.z.c, true",
    "a.#.b.#.c, a.x.y.z.c, false",
    "*, a, true",
    "*, a.b, false",
    "*.#, a, true",
    "#.*, a, true",
    "#.*.*, a, false",
    "orders, orders, true",
    "orders, Orders, false",
    "a.*.b, a..b, true",
  })
  void patternFitsNamesWordByWord(String pattern, String name, boolean fits) {
    assertEquals(fits, DestinationPattern.parse(pattern).fits(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a*", "a.b#", "a..b", "", ".", "**", "a.#b.c"})
  void wildcardInsideAWordIsRefused(String pattern) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> DestinationPattern.parse(pattern), pattern);
    assertTrue(refusal.getMessage().contains("'" + pattern + "'"), refusal.getMessage());
  }

  /** The order that the guide states, from the most specific to the least. */
  @Test
  void moreSpecificPatternComesFirst() {
    List<String> ordered =
        List.of("a.b.c", "a.b.*", "a.b", "a.b.#", "a.*.c", "a.*", "a", "a.#.c", "a.#", "*.b", "#");
    for (int seed = 0; seed < 20; seed++) {
      List<DestinationPattern> shuffled =
          new ArrayList<>(ordered.stream().map(DestinationPattern::parse).toList());
      Collections.shuffle(shuffled, new Random(seed));
      shuffled.sort(DestinationPattern.MOST_SPECIFIC_FIRST);
      assertEquals(
          ordered, shuffled.stream().map(DestinationPattern::toString).toList(), "seed " + seed);
    }
  }

  @Test
  void manyWildcardsOverALongNameTakeNoTime() {
    DestinationPattern pattern = DestinationPattern.parse("#.a.".repeat(40) + "b");
    String name = "a.".repeat(99) + "c";
    assertEquals(
        false, assertTimeoutPreemptively(Duration.ofSeconds(10), () -> pattern.fits(name)));
  }
}
