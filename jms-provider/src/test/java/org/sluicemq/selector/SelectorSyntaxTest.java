// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.InvalidSelectorException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluicemq.message.Envelope;

/** What is refused and how, and that nothing worse can happen (section 3.8.1). */
class SelectorSyntaxTest {

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {" ", "\t\n"})
  void noSelectorMatchesEverything(String text) throws InvalidSelectorException {
    assertSame(Selector.ALL, Selector.parse(text));
    assertTrue(Selector.ALL.matches(Subjects.with()) && Selector.ALL.matchesAll());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "=TEST 'test'|1|expected an identifier",
        "a =|4|found the end",
        "a = 1 AND|10|found the end",
        "a = 1 b = 2|7|expected AND, OR or the end, found an identifier 'b'",
        "(a = 1|7|expected ')'",
        "a = 1)|6|found ')'",
        "a = 'x|5|no closing quote",
        "a == 1|4|found '='",
        "a != 1|3|<>",
        "a = \"x\"|5|single quotes",
        "a ; b|3|U+003B",
        "a \ud83d\ude00|3|U+1F600",
        "5|1|condition is expected",
        "'text'|1|condition is expected",
        "a + 1|1|condition is expected",
        "t AND a + 1|7|condition is expected",
        "NOT 5|5|condition is expected",
        "a < 'x'|5|only with = and <>",
        "TRUE >= a|1|only with = and <>",
        "(a = 1) = TRUE|1|a value is expected",
        "TRUE = 0|8|a number cannot be compared with a boolean",
        "'5' <> 2 + 3|8|a number cannot be compared with a string",
        "1 = 'x'|5|a string cannot be compared with a number",
        "a = 1 = 1|7|expected AND, OR or the end",
        "a + 'x' = 1|5|a number is expected",
        "a * TRUE = 1|5|a number is expected",
        "(a = 1) + 1 = 2|1|a number is expected",
        "a BETWEEN 'x' AND 'y'|11|a number is expected",
        "'x' BETWEEN 1 AND 2|1|a number is expected",
        "a BETWEEN 1|12|expected AND",
        "a BETWEEN 1 OR 2|13|expected AND, found OR",
        "a IN ()|7|expected a string literal",
        "a IN (1)|7|expected a string literal",
        "a IN ('x',)|11|expected a string literal",
        "a IN 'x'|6|expected '('",
        "'x' IN ('x')|1|IN needs an identifier",
        "'x' LIKE 'x'|1|LIKE needs an identifier",
        "a LIKE b|8|expected a string literal",
        "a LIKE 5|8|expected a string literal",
        "a LIKE 'x' ESCAPE|18|expected a string literal",
        "a LIKE 'x' ESCAPE ''|19|one character",
        "a LIKE 'x' ESCAPE 'ab'|19|one character",
        "a LIKE 'x!' ESCAPE '!'|8|ends with its escape",
        "a IS 5|6|expected NULL",
        "a IS NOT TRUE|10|expected NULL",
        "5 IS NULL|1|IS needs an identifier",
        "a NOT = 1|7|BETWEEN, IN or LIKE",
        "a NOT NOT LIKE 'x'|7|BETWEEN, IN or LIKE",
        "NULL = a|1|found NULL",
        "a = NULL|5|found NULL",
        "AND = 1|1|found AND",
        "JMSDestination = 'q'|1|begins with JMS",
        "a = 1 AND JMSExpiration > 0|11|begins with JMS",
        "JMSReplyTo IS NULL|1|begins with JMS",
        "a.b = 1|2|U+002E",
        "a-b|1|condition is expected",
        "()|2|expected an identifier",
        "a = 1 /* comment */|8|expected an identifier",
        "a = 1e|5|the exponent has no digits",
        "a = 0x1p+|5|the exponent has no digits",
        "a = 1e39f|5|outside the range of a Java float",
        "a = 1e309|5|outside the range of a Java double",
        "a = 0x1ffffffffffffffff|5|outside the range of a Java long",
        "a = 08|5|digits that its notation does not know",
        "a = 0x|5|no digits"
      })
  void aRefusalNamesThePlaceAndTheReason(String text, int position, String reason) {
    String refusal =
        assertThrows(InvalidSelectorException.class, () -> Selector.parse(text)).getMessage();
    assertTrue(refusal.contains("position " + position + ":"), refusal);
    assertTrue(refusal.contains(reason), refusal);
  }

  @Test
  void aRefusalOfALongTextShowsThePartAroundThePlace() {
    String text = "a = 1 OR ".repeat(1000) + "=" + " OR b = 2".repeat(1000);
    String refusal =
        assertThrows(InvalidSelectorException.class, () -> Selector.parse(text)).getMessage();
    assertTrue(refusal.contains("position 9001:") && refusal.length() < 400, refusal);
  }

  @Test
  void aRefusalShowsSixtyCharactersOnEachSideAndMarksWhatItLeavesOut() {
    String before = "b".repeat(60);
    String after = "c".repeat(59);
    assertEquals(
        "The selector is not valid at position 61: the character U+003B has no meaning here."
            + (" It reads: " + before + " \u2192 ;" + after),
        refusal(before + ";" + after));
    assertEquals(
        "The selector is not valid at position 62: the character U+003B has no meaning here."
            + (" It reads: \u2026" + before + " \u2192 ;" + after + "\u2026"),
        refusal("b" + before + ";" + after + "c"));
  }

  @Test
  void aRefusalShortensALongWord() {
    String word = "w".repeat(60);
    assertTrue(refusal("a = 1 " + word).contains("found an identifier '" + word + "'"));
    assertTrue(refusal("a = 1 " + word + "w").contains("found an identifier '" + word + "\u2026'"));
  }

  private static String refusal(String text) {
    return assertThrows(InvalidSelectorException.class, () -> Selector.parse(text)).getMessage();
  }

  @Test
  void aTextOfExactlyTheLimitIsTaken() throws InvalidSelectorException {
    String text = "TRUE" + " ".repeat(Selector.MAX_LENGTH - 4);
    assertTrue(Selector.parse(text).matches(Subjects.with()));
    assertTrue(refusal(text + " ").contains("the limit is " + Selector.MAX_LENGTH));
  }

  @Test
  void whiteSpaceThatJavaDoesNotHaveIsNoSelectorAtAll() {
    for (String text : new String[] {"\u000b", "\u2003", " \u00a0 "}) {
      assertThrows(InvalidSelectorException.class, () -> Selector.parse(text));
    }
  }

  @Test
  void aRefusalIsOneLineOfWholeCharacters() {
    String grin = "\ud83d\ude00";
    String text = "a = '" + grin.repeat(40) + "\n\u001b' ='" + grin.repeat(40) + "'";
    String refusal =
        assertThrows(InvalidSelectorException.class, () -> Selector.parse(text)).getMessage();
    assertTrue(refusal.chars().noneMatch(Character::isISOControl), refusal);
    assertTrue(
        refusal
            .codePoints()
            .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE),
        refusal);
  }

  @Test
  void textsOverTheLimitAreRefused() {
    String text = "a = 1 OR ".repeat(8000) + "TRUE";
    String refusal =
        assertThrows(InvalidSelectorException.class, () -> Selector.parse(text)).getMessage();
    assertTrue(refusal.contains("" + Selector.MAX_LENGTH), refusal);
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 10_000, 30_000})
  void deepParenthesesAreRefused(int depth) {
    for (String text :
        new String[] {
          "(".repeat(depth),
          "(".repeat(depth) + "a" + ")".repeat(depth),
          "NOT(".repeat(Math.min(depth, 16_000))
        }) {
      assertThrows(InvalidSelectorException.class, () -> Selector.parse(text));
    }
    assertThrows(InvalidSelectorException.class, () -> Selector.parse("(".repeat(100_000)));
  }

  @Test
  void longChainsAreWalkedWithoutDeepRecursion() throws Exception {
    Envelope envelope = Subjects.with("a", 1, "t", true);
    String[] texts = {
      "t" + " AND t".repeat(10_000),
      "t" + " OR t".repeat(10_000),
      "NOT ".repeat(16_000) + "t",
      "a" + "+1".repeat(30_000) + " > 1",
      "a" + "*1".repeat(30_000) + " = 1",
      "-".repeat(60_000) + "a = 1",
      "(".repeat(100) + "t" + ")".repeat(100),
      "NOT(".repeat(100) + "t" + ")".repeat(100)
    };
    boolean[] matched = new boolean[texts.length];
    Throwable[] failure = new Throwable[1];
    Thread shallow =
        new Thread(
            null,
            () -> {
              try {
                for (int i = 0; i < texts.length; i++) {
                  matched[i] = Selector.parse(texts[i]).matches(envelope);
                }
              } catch (Throwable e) {
                failure[0] = e;
              }
            },
            "small stack",
            512 * 1024);
    shallow.start();
    shallow.join();
    assertEquals(null, failure[0]);
    for (int i = 0; i < matched.length; i++) {
      assertTrue(matched[i], texts[i].substring(0, 20));
    }
  }

  @Test
  void randomTextIsASelectorOrARefusal() {
    Random random = new Random(23);
    int refused = 0;
    for (int i = 0; i < Subjects.ROUNDS; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(24); n >= 0; n--) {
        text.append(
            (char) (random.nextInt(3) == 0 ? random.nextInt(0x10000) : random.nextInt(128)));
      }
      refused += isRefused(text.toString()) ? 1 : 0;
    }
    assertTrue(refused > Subjects.ROUNDS / 10 * 7, "refused " + refused);
  }

  @Test
  void randomWordsAreASelectorOrARefusal() {
    String[] words = {
      "a",
      "b",
      "JMSPriority",
      "JMSX",
      "JMS",
      "'x'",
      "'%_'",
      "''",
      "'",
      "1",
      "0x1",
      "1.5",
      ".",
      "1e",
      "9223372036854775808",
      "TRUE",
      "FALSE",
      "NULL",
      "AND",
      "OR",
      "NOT",
      "IN",
      "LIKE",
      "BETWEEN",
      "IS",
      "ESCAPE",
      "(",
      ")",
      ",",
      "=",
      "<>",
      "<",
      "<=",
      ">",
      ">=",
      "+",
      "-",
      "*",
      "/",
      "!",
      "_"
    };
    Random random = new Random(29);
    int accepted = 0;
    for (int i = 0; i < 3 * Subjects.ROUNDS; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(9); n >= 0; n--) {
        text.append(words[random.nextInt(words.length)]).append(random.nextInt(4) == 0 ? "" : " ");
      }
      accepted += isRefused(text.toString()) ? 0 : 1;
    }
    assertTrue(accepted > Subjects.ROUNDS / 67, "accepted " + accepted);
  }

  /** Whatever is accepted must also be evaluated without an exception. */
  private static boolean isRefused(String text) {
    try {
      Selector selector = Selector.parse(text);
      selector.matches(Subjects.with("a", 1, "b", "x"), 2);
      selector.matches(Subjects.with("a", 1.5, "b", true));
      selector.matches(Subjects.with());
      return false;
    } catch (InvalidSelectorException e) {
      return true;
    }
  }

  @Test
  void aSelectorUsedAgainIsNotParsedAgain() throws InvalidSelectorException {
    Selector first = Selector.parse("cached = 1");
    assertSame(first, Selector.parse("cached = 1"));
    assertEquals("cached = 1", first.text());
    assertNotEquals(first, Selector.parse("cached = 2"));
    String longText = "cached = 1" + " OR cached = 1".repeat(1000);
    Selector once = Selector.parse(longText);
    Selector again = Selector.parse(longText);
    assertEquals(once, again);
    assertEquals(once.hashCode(), again.hashCode());
    assertNotEquals(first.hashCode(), once.hashCode());
    assertEquals(longText, again.toString());
    assertTrue(!once.matchesAll());
  }

  @Test
  void theCacheForgetsWhatWasUsedLongestAgo() throws InvalidSelectorException {
    SelectorCache cache = new SelectorCache(2, 10);
    cache.keep("a", Selector.parse("a = 1"));
    cache.keep("b", Selector.parse("b = 1"));
    cache.find("a");
    cache.keep("c", Selector.parse("c = 1"));
    cache.keep("longer than ten", Selector.ALL);
    assertEquals(2, cache.size());
    assertEquals(Selector.parse("a = 1"), cache.find("a"));
    assertEquals(null, cache.find("b"));
    cache.keep("exactly10!", Selector.ALL);
    assertSame(Selector.ALL, cache.find("exactly10!"));
  }
}
