// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.InvalidSelectorException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The LIKE operator (section 3.8.1). */
class LikeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '~',
      value = {
        "12%3|123|T",
        "12%3|12993|T",
        "12%3|1234|F",
        "l_se|lose|T",
        "l_se|loose|F",
        "%|x|T",
        "%|~~|T",
        "_|x|T",
        "_|~~|F",
        "_|xy|F",
        "~~|~~|T",
        "~~|x|F",
        "%%|x|T",
        "%_|x|T",
        "_%|x|T",
        "_%|~~|F",
        "%a%|banana|T",
        "%a|banana|T",
        "%nan%|banana|T",
        "%anan|banana|F",
        "b%n%a|banana|T",
        "b%n_|banana|T",
        "a%a|a|F",
        "a%a|aa|T",
        "%ab|aab|T",
        "%aab|aaab|T",
        "%a_b%|xxaaab|T",
        "Abc|abc|F",
        "a.c|abc|F",
        "a.*|abc|F",
        "[a]|a|F",
        "_|\ud83d\ude00|T",
        "%_x|\ud83d\ude00x|T",
        "__|\ud83d\ude00|F",
        "a|abc|F",
        "abc|ab|F"
      })
  void patternsMatchWholeStrings(String pattern, String text, char expected) {
    assertEquals(expected, Subjects.truth("s LIKE '" + pattern + "'", Subjects.with("s", text)));
    char negated = expected == 'T' ? 'F' : 'T';
    assertEquals(negated, Subjects.truth("s NOT LIKE '" + pattern + "'", Subjects.with("s", text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\\_%|\\|_foo|T",
        "\\_%|\\|bar|F",
        "100!%|!|100%|T",
        "100!%|!|1000|F",
        "a!!b|!|a!b|T",
        "a!b|!|ab|T",
        "%%|%|%|T",
        "%%|%|x|F",
        "__|_|_|T",
        "a''b|!|a'b|T",
        "!%!_%|!|%_abc|T",
        "100\ud83d\ude00%|\ud83d\ude00|100%|T",
        "100\ud83d\ude00%|\ud83d\ude00|1000|F",
        "!\ud83d\ude00_|!|\ud83d\ude00x|T"
      })
  void theEscapeTakesTheMeaningOfWhatFollows(
      String pattern, String escape, String text, char expected) {
    assertEquals(
        expected,
        Subjects.truth(
            "s LIKE '" + pattern + "' ESCAPE '" + escape + "'", Subjects.with("s", text)));
  }

  @Test
  void aLineBreakIsACharacterLikeAnother() {
    assertTrue(new LikePattern("a%", null).matches("a\nb"));
    assertTrue(new LikePattern("a_b", null).matches("a\nb"));
  }

  @Test
  void valuesThatAreNoStringsAreNeitherLikeNorUnlikeAPattern() {
    assertEquals('F', Subjects.truth("n LIKE '%'", Subjects.with("n", 5)));
    assertEquals('F', Subjects.truth("n NOT LIKE 'x'", Subjects.with("n", 5)));
    assertEquals('T', Subjects.truth("NOT (n LIKE 'x')", Subjects.with("n", 5)));
  }

  @Test
  void theAnswerIsThatOfAPlainRecursiveMatcher() {
    Random random = new Random(17);
    for (int i = 0; i < 2 * Subjects.ROUNDS; i++) {
      String pattern = random(random, "ab%_", 8);
      String text = random(random, "ab", 10);
      assertEquals(
          plain(pattern, text),
          new LikePattern(pattern, null).matches(text),
          "'" + text + "' LIKE '" + pattern + "'");
    }
  }

  private static String random(Random random, String alphabet, int longest) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(longest + 1); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static boolean plain(String pattern, String text) {
    if (pattern.isEmpty()) {
      return text.isEmpty();
    }
    if (pattern.charAt(0) == '%') {
      return plain(pattern.substring(1), text)
          || !text.isEmpty() && plain(pattern, text.substring(1));
    }
    return !text.isEmpty()
        && (pattern.charAt(0) == '_' || pattern.charAt(0) == text.charAt(0))
        && plain(pattern.substring(1), text.substring(1));
  }

  @Test
  void aPatternOfManyPercentSignsDoesNotBlowUp() {
    LikePattern pattern = new LikePattern("%a".repeat(5_000) + "b", null);
    String text = "a".repeat(20_000);
    assertFalse(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> pattern.matches(text)));
    assertTrue(pattern.matches(text + "b"));
  }

  @Test
  void aLongSegmentIsLookedForInOneGoThroughTheText() {
    String segment = "a".repeat(500_000) + "b";
    String text = "a".repeat(1_000_000);
    for (String pattern : new String[] {"%" + segment + "%", "%" + segment, segment + "%"}) {
      LikePattern large = new LikePattern(pattern, null);
      assertFalse(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> large.matches(text)));
    }
    assertTrue(new LikePattern("%" + segment + "%", null).matches(text + "bc"));
  }

  @Test
  void segmentsThatAreTriedAtEachPlaceAreBounded() throws InvalidSelectorException {
    String half = "%" + "a".repeat(127) + "_%";
    String allowed = "s LIKE '" + half + "' OR s LIKE '" + half + "'";
    assertEquals('T', Subjects.truth(allowed, Subjects.with("s", "a".repeat(128))));
    for (String more : new String[] {" OR s LIKE '%a_b%'", " OR s LIKE '%_%'"}) {
      String refusal =
          assertThrows(InvalidSelectorException.class, () -> Selector.parse(allowed + more))
              .getMessage();
      assertTrue(refusal.contains("256"), refusal);
    }
    // Where its place is known, or without a _, it may be as long as it likes.
    String large = "a_".repeat(2_000);
    Selector.parse(allowed + " OR s LIKE '" + large + "%' OR s LIKE '%" + large + "'");
    Selector.parse(allowed + " OR s LIKE '%" + "a".repeat(5_000) + "%'");
  }
}
