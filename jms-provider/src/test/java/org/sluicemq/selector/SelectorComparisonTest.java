// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluicemq.message.Envelope;

/** Comparison, BETWEEN, IN and arithmetic (section 3.8.1). */
class SelectorComparisonTest {
  private final Envelope envelope =
      Subjects.with(
          "n",
          5,
          "s",
          "text",
          "five",
          "5",
          "b",
          true,
          "country",
          "UK",
          "age",
          19,
          "half",
          0.5,
          "single",
          0.1f,
          "max",
          Long.MAX_VALUE,
          "min",
          Long.MIN_VALUE,
          "i",
          Integer.MAX_VALUE,
          "nan",
          Double.NaN,
          "tiny",
          (byte) 3,
          "small",
          (short) -4,
          "zero",
          0);

  @ParameterizedTest
  @CsvSource({
    "n = 5,T",
    "n <> 5,F",
    "n < 6,T",
    "n <= 5,T",
    "n > 5,F",
    "n >= 5,T",
    "5 = n,T",
    "5 < n,F",
    "n = 5.0,T",
    "n < 5.5,T",
    "half = 0.5,T",
    "half < 1,T",
    "tiny = 3,T",
    "small < 0,T",
    "small = -4,T",
    "max = 9223372036854775807,T",
    "max > 9223372036854775806,T",
    "min = -9223372036854775808,T",
    "i = 2147483647,T",
    "nan = nan,F",
    "nan <> nan,T",
    "nan < 1,F",
    "1 = nan,F",
    "1 <> nan,T",
    "s = 'text',T",
    "s <> 'text',F",
    "s = 'Text',F",
    "s = s,T",
    "'a' = 'a',T",
    "1 = 1,T",
    "1 > 2,F"
  })
  void likeValuesAreCompared(String selector, char expected) {
    assertEquals(expected, Subjects.truth(selector, envelope));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "five = 5",
        "five > 1",
        "five <> 5",
        "n = '5'",
        "n <> '5'",
        "b = 1",
        "b = 'true'",
        "s = TRUE",
        "s > n",
        "s < five",
        "b < b",
        "five BETWEEN 1 AND 9",
        "five NOT BETWEEN 1 AND 9"
      })
  void unlikeValuesAreNeitherEqualNorDifferent(String selector) {
    assertEquals('F', Subjects.truth(selector, envelope));
  }

  @Test
  void floatsAreComparedAsJavaPromotesThem() {
    assertEquals('T', Subjects.truth("single = 0.1f", envelope));
    assertEquals('F', Subjects.truth("single = 0.1", envelope));
    assertEquals('F', Subjects.truth("0.1 = single", envelope));
    assertEquals('T', Subjects.truth("big = 16777217", Subjects.with("big", 16_777_216f)));
    assertEquals('F', Subjects.truth("big = 16777217", Subjects.with("big", 16_777_216d)));
  }

  @ParameterizedTest
  @CsvSource({
    "age BETWEEN 15 AND 19,T", "age BETWEEN 19 AND 25,T", "age BETWEEN 20 AND 25,F",
    "age NOT BETWEEN 15 AND 19,F", "age NOT BETWEEN 20 AND 25,T", "age BETWEEN 25 AND 15,F",
    "age BETWEEN n AND n * 4,T", "age + 1 BETWEEN 20 AND 20,T", "17 BETWEEN n AND age,T",
    "age BETWEEN 18.5 AND 19.5,T"
  })
  void betweenHoldsItsEnds(String selector, char expected) {
    assertEquals(expected, Subjects.truth(selector, envelope));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "country IN ('UK', 'US', 'France')|T", "country IN ('US')|F", "country NOT IN ('UK')|F",
        "country NOT IN ('US', 'France')|T", "country IN ('UK','UK')|T", "n IN ('5')|F",
        "n NOT IN ('5')|F", "NOT (n IN ('5'))|T", "(country) IN ('UK')|T"
      })
  void inLooksForTheString(String selector, char expected) {
    assertEquals(expected, Subjects.truth(selector, envelope));
  }

  @ParameterizedTest
  @CsvSource({
    "n + 2 * 3 = 11,T",
    "(n + 2) * 3 = 21,T",
    "n - 1 - 1 = 3,T",
    "20 / 2 / 5 = 2,T",
    "7 / 2 = 3,T",
    "7 / 2.0 = 3.5,T",
    "-7 / 2 = -3,T",
    "-n = -5,T",
    "- - n = 5,T",
    "+n = 5,T",
    "-(n + 1) = -6,T",
    "n * -1 = -5,T",
    "n - -1 = 6,T",
    "half * 2 = 1,T",
    "n + half = 5.5,T",
    "tiny + small = -1,T",
    "i + 1 = 2147483648,T",
    "i * i > 0,T",
    "half - 0.25 = 0.25,T",
    "single * 10 = 1f,T",
    "10 * single = 1f,T",
    "single + 0.2f = 0.3f,T",
    "single - 1.5f = -1.4f,T",
    "1f / single = 10f,T",
    "-single = -0.1f,T",
    "-half = -0.5,T",
    "1 + 1 = 2,T",
    "n+2=7 AND n-2=3,T",
    "1.0 / zero > 1000,T"
  })
  void arithmeticFollowsJavaButNeverWraps(String selector, char expected) {
    assertEquals(expected, Subjects.truth(selector, envelope));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n / 0 = 1",
        "n / zero <> 1",
        "max + 1 > 0",
        "min - 1 < 0",
        "max * 2 > 0",
        "min * -1 > 0",
        "-min > 0",
        "min / -1 > 0",
        "-(-9223372036854775808) > 0",
        "s + 1 > 0",
        "five + 1 = 6",
        "b * 2 = 2",
        "-s = 1",
        "+five = 5",
        "n / 0 BETWEEN 1 AND 2",
        "1 + s = 1 + s"
      })
  void whatCannotBeComputedIsUnknown(String selector) {
    assertEquals('U', Subjects.truth(selector, envelope));
  }
}
