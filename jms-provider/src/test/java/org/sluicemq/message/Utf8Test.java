// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
  private static final long SEED = 7;

  @Test
  void everyStringComesBackEvenWithHalfSurrogatePairs() {
    RandomEnvelopes strings = new RandomEnvelopes(new Random(SEED));
    for (int i = 0; i < RandomEnvelopes.rounds(20_000); i++) {
      String text = strings.text(40);
      byte[] bytes = Utf8.encode(text);
      assertEquals(text, Utf8.decode(bytes, 0, bytes.length), "string " + i + " of seed " + SEED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "why?", "\u00e9\u20ac\ud83d\ude00", "12345678?", "\ufffd and ?"})
  void wholeStringsAreOrdinaryUtf8(String text) {
    assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), Utf8.encode(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\ud83d", "?\ude00x", "a\ud83d?", "\ude00\ud83d", "12345678\ud800\u00e9\u20ac"})
  void aHalfSurrogatePairIsKept(String text) {
    byte[] bytes = Utf8.encode(text);
    assertEquals(text, Utf8.decode(bytes, 0, bytes.length));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x10ffff})
  void theFirstAndLastCharacterOfEachLengthIsKeptBesideAHalfPair(int point) {
    String whole = Character.toString(point);
    byte[] alone = whole.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Utf8.encode("\ud800?" + whole + "\ufffd");
    assertEquals("\ud800?" + whole + "\ufffd", Utf8.decode(bytes, 0, bytes.length));
    assertArrayEquals(alone, java.util.Arrays.copyOfRange(bytes, 4, 4 + alone.length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "\udbff", "\udc00", "\udfff"})
  void theFirstAndLastHalfOfEachKindIsKept(String half) {
    byte[] bytes = Utf8.encode("x" + half);
    assertEquals("x" + half, Utf8.decode(bytes, 0, bytes.length));
    assertEquals(4, bytes.length);
  }

  @Test
  void aQuestionMarkIsFoundWhereverItStands() {
    for (int before = 0; before < 20; before++) {
      String text = "a".repeat(before) + "\ud800" + "b".repeat(20 - before);
      byte[] bytes = Utf8.encode(text);
      assertEquals(text, Utf8.decode(bytes, 0, bytes.length));
    }
  }

  @Test
  void damageIsNamedByItsPlace() {
    byte[] bytes = HexFormat.of().parseHex("6162c341");
    String text =
        assertThrows(DamagedMessageException.class, () -> Utf8.decode(bytes, 0, 4)).getMessage();
    assertEquals("The bytes at 2 are not UTF-8", text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "c080",
        "c1bf",
        "e0",
        "e280",
        "e08080",
        "f0808080",
        "f4908080",
        "e09fbf",
        "f08fbfbf",
        "f08fbf",
        "efbf",
        "c3",
        "bf",
        "bfbf",
        "f5808080",
        "ff",
        "c341",
        "61ff62"
      })
  void whatIsNotUtf8IsDamage(String hexadecimal) {
    byte[] bytes = HexFormat.of().parseHex(hexadecimal);
    assertThrows(DamagedMessageException.class, () -> Utf8.decode(bytes, 0, bytes.length));
  }
}
