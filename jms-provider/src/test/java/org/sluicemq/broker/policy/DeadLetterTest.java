// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DeadLetterTest {

  private static final Exception ROOT = new IllegalArgumentException("article X is unknown");

  @Test
  void rootCauseIsToldOnceWhenItsWrapperRepeatsIt() {
    Exception wrapper = new RuntimeException("article X is unknown", ROOT);
    assertEquals(
        "java.lang.IllegalArgumentException: article X is unknown", DeadLetter.describe(wrapper));
  }

  @Test
  void wrapperIsToldWhenItAddsSomething() {
    Exception wrapper = new RuntimeException("while shipping order 7", ROOT);
    assertEquals(
        "java.lang.IllegalArgumentException: article X is unknown"
            + " (in java.lang.RuntimeException: while shipping order 7)",
        DeadLetter.describe(wrapper));
  }

  @Test
  void longCauseIsCut() {
    String text = DeadLetter.describe(new RuntimeException("x".repeat(10_000)));
    assertEquals(2000, text.length());
    assertTrue(text.startsWith("java.lang.RuntimeException: xxx"));
  }
}
