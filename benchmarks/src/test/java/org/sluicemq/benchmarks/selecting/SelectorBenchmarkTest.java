// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.selecting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is compared is the same for all. */
class SelectorBenchmarkTest {

  static List<String> selectors() {
    return SelectorBenchmark.SELECTORS;
  }

  @ParameterizedTest
  @MethodSource("selectors")
  void everyProductChoosesTheSameMessagesAndNeitherAllNorNone(String selector) throws Exception {
    List<IntPredicate> products = SelectorBenchmark.prepare(selector);
    assertEquals(3, products.size());
    for (IntPredicate product : products) {
      long chosen = IntStream.range(0, 1024).filter(product).count();
      assertTrue(chosen > 20 && chosen < 1004, "chosen " + chosen);
    }
  }
}
