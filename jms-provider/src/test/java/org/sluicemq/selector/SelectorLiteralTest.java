// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.InvalidSelectorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Number and string literals (section 3.8.1), which follow Java's. */
class SelectorLiteralTest {

  @ParameterizedTest
  @CsvSource({
    "57,57",
    "+62,62",
    "-957,-957",
    "0,0",
    "00,0",
    "017,15",
    "0_17,15",
    "0x1F,31",
    "0XfF,255",
    "0b101,5",
    "0B1_0,2",
    "1_000_000,1000000",
    "5000000000,5000000000",
    "5000000000L,5000000000",
    "7l,7",
    "0x7fff_ffff_ffff_ffff,9223372036854775807",
    "0xffffffffffffffff,-1",
    "01777777777777777777777,-1",
    "0xffffffff,4294967295",
    "9223372036854775807,9223372036854775807",
    "-9223372036854775808,-9223372036854775808",
    "- -9223372036854775807,9223372036854775807"
  })
  void wholeNumbersAreLongs(String literal, long expected) {
    assertEquals('T', Subjects.truth("n = " + literal, Subjects.with("n", expected)));
  }

  @ParameterizedTest
  @CsvSource({
    "7E3,7000",
    "-57.9E2,-5790",
    "7.,7",
    "-95.7,-95.7",
    "+6.2,6.2",
    ".5,0.5",
    "5d,5",
    "5D,5",
    "1e-3,0.001",
    "1.e3,1000",
    "09.5,9.5",
    "1_0.2_5,10.25",
    "0x1.8p1,3",
    "0x.8p0,0.5",
    "0x10p-4d,1",
    "1e+2,100",
    "2e0,2",
    "4.9e-324,4.9e-324",
    "0e-999,0",
    "0.0,0",
    "0x0.0p-9999,0",
    "1.7976931348623157E308,1.7976931348623157E308"
  })
  void numbersWithAFractionOrExponentAreDoubles(String literal, double expected) {
    assertEquals('T', Subjects.truth("n = " + literal, Subjects.with("n", expected)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1f", "1e-1F", ".1f", "0x1.99999ap-4f"})
  void theSuffixFMakesAFloat(String literal) {
    assertEquals('T', Subjects.truth("n = " + literal, Subjects.with("n", 0.1f)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1_",
        "_1 = 1 AND 1__",
        "0x",
        "0x_1",
        "0b",
        "0b2",
        "08",
        "1_.5",
        "1._5",
        "1e5_",
        "9223372036854775808",
        "-9223372036854775809",
        "0x1ffffffffffffffff",
        "1e309",
        "1e39f",
        "1e-324",
        "0.00001e-999",
        "1e-46f",
        "0x1p-1075",
        "0x1.8",
        "0x.p1",
        "0x1p",
        "1abc",
        "5 6",
        "1.2.3",
        "0x1g",
        "- 9223372036854775808 - 9223372036854775808"
      })
  void otherNumbersAreRefused(String literal) {
    InvalidSelectorException refusal =
        assertThrows(InvalidSelectorException.class, () -> Selector.parse("n = " + literal));
    assertTrue(refusal.getMessage().contains("position"), refusal.getMessage());
  }

  @Test
  void aQuoteInAStringIsDoubled() {
    assertEquals('T', Subjects.truth("s = 'it''s'", Subjects.with("s", "it's")));
    assertEquals('T', Subjects.truth("s = ''''", Subjects.with("s", "'")));
    assertEquals('T', Subjects.truth("s = ''", Subjects.with("s", "")));
    assertEquals('T', Subjects.truth("s = ' \u20ac \\n \"'", Subjects.with("s", " \u20ac \\n \"")));
  }

  @Test
  void whiteSpaceIsJavas() {
    assertEquals('T', Subjects.truth("\t n\f=\r\n5 \n", Subjects.with("n", 5)));
    assertEquals('T', Subjects.truth("n=5AND(n)=5", Subjects.with("n", 5)));
    assertThrows(InvalidSelectorException.class, () -> Selector.parse("n\u00a0= 5"));
  }
}
