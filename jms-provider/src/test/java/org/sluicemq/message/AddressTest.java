// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"orders", "a", "orders/eu.1-2_3:x", "Bestellungen \u00fc", "\ud83d\ude00"})
  void ordinaryNamesAreAllowed(String name) {
    assertEquals(name, Address.queue(name).name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a*b|'*' U+002A at position 2",
        "a>|'>' U+003E at position 2",
        "#|'#' U+0023 at position 1",
        "a\"b|'\"' U+0022 at position 2",
        "a,b|',' U+002C at position 2",
        "a=b|'=' U+003D at position 2",
        "a?b|'?' U+003F at position 2",
        "a*|'*' U+002A at position 2"
      })
  void aReservedCharacterIsNamedWithItsPlace(String name, String expected) {
    String text =
        assertThrows(IllegalArgumentException.class, () -> Address.topic(name)).getMessage();
    assertTrue(text.contains(expected) && text.contains("reserved"), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "\u0000", "a\u007f", "a\u0085b"})
  void controlCharactersAreRefusedAndNotRepeated(String name) {
    String text =
        assertThrows(IllegalArgumentException.class, () -> Address.queue(name)).getMessage();
    assertTrue(text.contains("control character"), text);
    assertTrue(text.chars().noneMatch(Character::isISOControl), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {" a", "a ", "\u2003a", "a\u2003"})
  void whiteSpaceAtAnEndIsRefused(String name) {
    String text =
        assertThrows(IllegalArgumentException.class, () -> Address.queue(name)).getMessage();
    assertTrue(text.contains("white space"), text);
  }

  @Test
  void emptyBlankNullAndHalfCharactersAreRefused() {
    for (String name : new String[] {null, "", "  ", "a\ud83d", "\ude00a"}) {
      assertThrows(IllegalArgumentException.class, () -> Address.queue(name));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        " a|character U+0020 at position 1 is white space",
        "a |character U+0020 at position 2 is white space",
        "a\u007fb|character U+007F at position 2 is a control character",
        "a\ud83db|character U+D83D at position 2 is half",
        "a\ude00b|character U+DE00 at position 2 is half",
        "\ude00|character U+DE00 at position 1 is half",
        "\ud83d|character U+D83D at position 1 is half",
        "temp.x|begin with 'temp.' belong to temporary",
        "~~|must not be empty or blank"
      })
  void aRefusalNamesTheCharacterAndItsPlace(String name, String expected) {
    String text =
        assertThrows(
                IllegalArgumentException.class, () -> new Address(Address.Kind.QUEUE, name, false))
            .getMessage();
    assertTrue(text.contains(expected), text);
  }

  @Test
  void whiteSpaceAndPairsWithinANameAreAllowed() {
    for (String name : new String[] {"a b", "a\ud83d\ude00b", "\ud83d\ude00\ud83d\ude00"}) {
      assertEquals(name, Address.queue(name).name());
    }
    String missing =
        assertThrows(IllegalArgumentException.class, () -> Address.queue(null)).getMessage();
    assertTrue(missing.contains("must not be null"), missing);
  }

  @Test
  void aTemporaryNameOfAnotherKindIsToldWhatItLacks() {
    String text =
        assertThrows(
                IllegalArgumentException.class,
                () -> new Address(Address.Kind.TOPIC, "orders", true))
            .getMessage();
    assertTrue(text.contains("a temporary destination's name begins with 'temp.'"), text);
  }

  @Test
  void twoHundredCharactersAreAllowedAndNoMore() {
    assertEquals(200, Address.queue("x".repeat(200)).name().length());
    String text =
        assertThrows(IllegalArgumentException.class, () -> Address.queue("x".repeat(201)))
            .getMessage();
    assertTrue(text.contains("201") && text.contains("200"), text);
  }

  @Test
  void thePrefixAloneMakesAnAddressTemporary() {
    assertTrue(Address.topic("temp.1").temporary());
    assertFalse(Address.queue("temporary").temporary());
    assertThrows(
        IllegalArgumentException.class, () -> new Address(Address.Kind.QUEUE, "temp.1", false));
    assertThrows(
        IllegalArgumentException.class, () -> new Address(Address.Kind.QUEUE, "orders", true));
  }
}
