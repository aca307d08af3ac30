// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.InvalidSelectorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluicemq.message.Envelope;

/** Truth tables, precedence, identifiers and NULL (section 3.8.1). */
class SelectorLogicTest {
  // t and f are booleans, u is absent: the three truth values.
  private final Envelope envelope =
      Subjects.with("t", true, "f", false, "n", 5, "s", "text", "empty", null);

  @ParameterizedTest
  @CsvSource({
    "t AND t,T", "t AND f,F", "t AND u,U", "f AND t,F", "f AND f,F", "f AND u,F", "u AND t,U",
    "u AND f,F", "u AND u,U", "t OR t,T", "t OR f,T", "t OR u,T", "f OR t,T", "f OR f,F",
    "f OR u,U", "u OR t,T", "u OR f,U", "u OR u,U", "NOT t,F", "NOT f,T", "NOT u,U"
  })
  void theTruthTablesHold(String selector, char expected) {
    assertEquals(expected, Subjects.truth(selector, envelope));
  }

  @ParameterizedTest
  @CsvSource({
    "t OR f AND f,T",
    "(t OR f) AND f,F",
    "NOT f AND f,F",
    "NOT (f AND f),T",
    "NOT f OR t,T",
    "NOT NOT t,T",
    "NOT NOT NOT t,F",
    "f AND u OR t,T",
    "u OR t AND t,T",
    "NOT n = 5,F",
    "NOT n = 4 AND t,T",
    "f OR f OR f OR t,T",
    "t AND t AND t AND u,U",
    "((((t)))),T",
    "n BETWEEN 1 AND 9 AND t,T",
    "n BETWEEN 1 AND 9 OR f,T",
    "t AND n NOT BETWEEN 1 AND 4,T"
  })
  void precedenceIsNotThenAndThenOr(String selector, char expected) {
    assertEquals(expected, Subjects.truth(selector, envelope));
  }

  @ParameterizedTest
  @CsvSource({
    "TRUE,T",
    "false,F",
    "t,T",
    "t = TRUE,T",
    "t <> false,T",
    "f = TRUE,F",
    "TRUE = t,T",
    "u = TRUE,U",
    "u <> TRUE,U",
    "s,F",
    "n,F",
    "TRUE = FALSE,F"
  })
  void booleansAreConditionsAndCanBeCompared(String selector, char expected) {
    assertEquals(expected, Subjects.truth(selector, envelope));
  }

  @ParameterizedTest
  @CsvSource({
    "u IS NULL,T",
    "empty IS NULL,T",
    "n IS NULL,F",
    "u IS NOT NULL,F",
    "n is not null,T",
    "u IS NULL AND n IS NOT NULL,T",
    "u = u,U",
    "u <> 1,U",
    "u + 1 = 1,U",
    "u < 1,U",
    "n + u > 0,U",
    "- u = 0,U",
    "u LIKE 'x',U",
    "u NOT LIKE 'x',U",
    "u NOT IN ('x'),U",
    "u BETWEEN 1 AND 2,U",
    "n BETWEEN u AND 9,U",
    "n BETWEEN u AND 4,F",
    "n NOT BETWEEN u AND 4,T",
    "n NOT BETWEEN u AND 9,U"
  })
  void nullIsUnknownUntilAskedFor(String selector, char expected) {
    assertEquals(expected, Subjects.truth(selector, envelope));
  }

  @ParameterizedTest
  @CsvSource({
    "t and T = 1,U",
    "nOt f,T",
    "t aNd t,T",
    "f Or t,T",
    "n betWeen 1 and 9,T",
    "s LiKe 'te%',T",
    "s iN ('text'),T",
    "u iS nUll,T"
  })
  void wordsAreOfAnyCaseAndNamesOfTheirOwn(String selector, char expected) {
    assertEquals(expected, Subjects.truth(selector, envelope));
  }

  @Test
  void aTurkishIMakesNoKeyword() {
    Envelope turkish = Subjects.with("\u0131n", 1, "l\u0130ke", 2);
    assertEquals('T', Subjects.truth("\u0131n = 1 AND l\u0130ke = 2", turkish));
  }

  @Test
  void namesMayHoldEveryJavaIdentifierCharacter() {
    Envelope named =
        Subjects.with("$a_1", 1, "_", 2, "\u4e2d\u6587", 3, "NOTE", 4, "\ud835\udc00", 5);
    assertEquals(
        'T',
        Subjects.truth(
            "$a_1 = 1 AND _ = 2 AND \u4e2d\u6587 = 3 AND NOTE = 4 AND \ud835\udc00 = 5", named));
  }

  @Test
  void headerFieldsCanBeAskedFor() {
    Envelope full =
        Subjects.builder()
            .messageId("ID:1")
            .priority(7)
            .timestamp(1_000)
            .correlationId("c")
            .jmsType("car")
            .persistent(false)
            .build();
    assertEquals('T', Subjects.truth("JMSMessageID = 'ID:1'", full));
    assertEquals('T', Subjects.truth("JMSPriority > 6 AND JMSPriority = 7", full));
    assertEquals('T', Subjects.truth("JMSTimestamp = 1000", full));
    assertEquals('T', Subjects.truth("JMSCorrelationID IN ('b','c')", full));
    assertEquals('T', Subjects.truth("JMSType LIKE 'c_r'", full));
    assertEquals('T', Subjects.truth("JMSDeliveryMode = 'NON_PERSISTENT'", full));
    assertEquals('F', Subjects.truth("JMSDeliveryMode = 1", full));
    Envelope bare = Subjects.builder().build();
    assertEquals('T', Subjects.truth("JMSDeliveryMode = 'PERSISTENT'", bare));
    assertEquals('U', Subjects.truth("JMSType = 'car'", bare));
    assertEquals(
        'T',
        Subjects.truth(
            "JMSType IS NULL AND JMSCorrelationID IS NULL AND JMSMessageID IS NULL", bare));
  }

  @Test
  void groupAndVendorPropertiesCanBeAskedFor() {
    Envelope grouped = Subjects.with("JMSXGroupID", "g", "JMSXGroupSeq", 2, "JMS_Sluice_x", 3);
    assertEquals(
        'T',
        Subjects.truth("JMSXGroupID = 'g' AND JMSXGroupSeq = 2 AND JMS_Sluice_x = 3", grouped));
    assertEquals('T', Subjects.truth("JMSXUserID IS NULL", grouped));
  }

  @Test
  void theDeliveryCountIsThatOfTheDelivery() throws InvalidSelectorException {
    Selector again = Selector.parse("JMSXDeliveryCount > 2");
    assertFalse(again.matches(envelope));
    assertFalse(again.matches(envelope, 2));
    assertTrue(again.matches(envelope, 3));
  }
}
