// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.jms.InvalidSelectorException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sluicemq.message.Envelope;
import org.sluicemq.selector.GeneratedSelector.Piece;

/**
 * What holds for every selector, tried on generated ones (section 3.8.1). {@code selector.seed} and
 * {@code selector.rounds} are system properties; a failure names the seed that repeats it.
 */
class SelectorPropertiesTest {
  private static final long SEED = Long.getLong("selector.seed", 4711);
  private static final int ROUNDS = Subjects.ROUNDS;
  private static final Pattern POSITION = Pattern.compile("position (\\d+):");

  private final Envelope envelope = Subjects.with(GeneratedSelector.namesAndValues());

  private interface Round {
    void run(GeneratedSelector generated, Random random);
  }

  private static void rounds(Round round) {
    rounds(ROUNDS, round);
  }

  private static void rounds(int count, Round round) {
    for (int i = 0; i < count; i++) {
      long seed = SEED + i;
      Random random = new Random(seed);
      try {
        round.run(new GeneratedSelector(random), random);
      } catch (AssertionError | RuntimeException | StackOverflowError e) {
        fail("with -Dselector.seed=" + seed + " -Dselector.rounds=1: " + e, e);
      }
    }
  }

  private static char letter(Object truth) {
    return truth == null ? 'U' : (Boolean) truth ? 'T' : 'F';
  }

  @Test
  void theAnswerIsTheOneThatTheSpecificationGives() {
    Map<Character, Integer> answers = new HashMap<>();
    rounds(
        (generated, random) -> {
          Piece selector = generated.condition(4);
          char expected = letter(selector.value());
          assertEquals(expected, Subjects.truth(selector.text(), envelope), selector.text());
          answers.merge(expected, 1, Integer::sum);
        });
    assertTrue(
        ROUNDS < 1000 || answers.values().stream().allMatch(n -> n > ROUNDS / 20),
        answers::toString);
  }

  @Test
  void deMorgansLawsHold() {
    rounds(
        (generated, random) -> {
          String a = "(" + generated.condition(2).text() + ")";
          String b = "(" + generated.condition(2).text() + ")";
          assertEquals(
              Subjects.truth("NOT(" + a + "AND" + b + ")", envelope),
              Subjects.truth("NOT" + a + "OR NOT" + b, envelope),
              a + b);
          assertEquals(
              Subjects.truth("NOT(" + a + "OR" + b + ")", envelope),
              Subjects.truth("NOT" + a + "AND NOT" + b, envelope),
              a + b);
        });
  }

  @Test
  void parenthesesAroundAWholeSelectorChangeNothing() {
    rounds(
        (generated, random) -> {
          String selector = generated.condition(3).text();
          int more = random.nextInt(50);
          assertEquals(
              Subjects.truth(selector, envelope),
              Subjects.truth("(".repeat(more) + selector + ")".repeat(more), envelope),
              selector);
        });
  }

  @Test
  void whatIsCutOffOrChangedIsASelectorOrARefusalWithAPlaceInIt() {
    int[] refused = {0};
    rounds(
        (generated, random) -> {
          String broken = generated.condition(3).text();
          for (int i = random.nextInt(4); i >= 0; i--) {
            broken = changed(broken, generated.condition(1).text(), random);
          }
          refused[0] += isRefused(broken) ? 1 : 0;
        });
    assertTrue(ROUNDS < 1000 || refused[0] > ROUNDS / 2, "refused " + refused[0]);
  }

  private static String changed(String text, String other, Random random) {
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + 1 + random.nextInt(5));
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, at);
      case 1 -> text.substring(at);
      case 2 -> text.substring(0, at) + text.substring(to);
      case 3 -> text.substring(0, at) + (char) random.nextInt(0x2100) + text.substring(at);
      case 4 ->
          text.substring(0, at)
              + "()',.=<>!%_-+*/0xeE9 ".charAt(random.nextInt(21))
              + text.substring(to);
      default -> text.substring(0, at) + other + text.substring(at);
    };
  }

  private boolean isRefused(String text) {
    try {
      Selector selector = Selector.parse(text);
      selector.matches(envelope);
      selector.matches(Subjects.with(), 3);
      return false;
    } catch (InvalidSelectorException refusal) {
      Matcher position = POSITION.matcher(refusal.getMessage());
      assertTrue(position.find(), refusal.getMessage());
      int place = Integer.parseInt(position.group(1));
      assertTrue(place >= 1 && place <= text.length() + 1, refusal.getMessage());
      assertTrue(refusal.getMessage().length() < 500, refusal.getMessage());
      assertTrue(refusal.getMessage().chars().noneMatch(Character::isISOControl));
      return true;
    }
  }

  @Test
  void hugeTextsEndInAnAnswerOnASmallStack() throws InterruptedException {
    Throwable[] failure = new Throwable[1];
    Thread shallow =
        new Thread(
            null, () -> rounds(Math.max(1, ROUNDS / 100), this::huge), "small stack", 512 * 1024);
    shallow.setUncaughtExceptionHandler((thread, e) -> failure[0] = e);
    shallow.start();
    shallow.join();
    assertEquals(null, failure[0]);
  }

  private void huge(GeneratedSelector generated, Random random) {
    String[] beginnings = {
      "(", "NOT ", "NOT(", "-", "-(", "n+(", "n*-", "n=(", "s IN ('", "s LIKE '"
    };
    String[] ends = {"", ")", "')", " AND ", " OR ", "1", " = 1", "'", ",'x'", "%"};
    StringBuilder text = new StringBuilder();
    int length = 1 + random.nextInt(70_000);
    String beginning = beginnings[random.nextInt(beginnings.length)];
    while (text.length() < length) {
      text.append(random.nextInt(500) == 0 ? generated.condition(2).text() : beginning);
    }
    String end = ends[random.nextInt(ends.length)];
    isRefused(text + generated.condition(1).text() + end.repeat(random.nextInt(200)));
  }
}
