// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BacklogNumbersTest {

  private final BacklogNumbers numbers = new BacklogNumbers();

  @Test
  void numberThatBecameFreeIsGivenOutLast() throws Exception {
    assertEquals(1, numbers.next("a"));
    assertEquals(2, numbers.next("b"));
    numbers.free(2);
    assertEquals(3, numbers.next("c"));
  }

  @Test
  void numberWhoseMessagesAreStillToBeSweptIsNotGivenOut() throws Exception {
    numbers.found(1);
    numbers.found(2);
    assertEquals(3, numbers.next("c"));
  }
}
