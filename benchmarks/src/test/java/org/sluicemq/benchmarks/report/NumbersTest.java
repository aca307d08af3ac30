// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumbersTest {

  @Test
  void littleIsShownWithMoreDigitsThanMuch() {
    assertEquals("1.27", Numbers.fine(1.2749));
    assertEquals("0.0012", Numbers.fine(0.00123));
  }
}
