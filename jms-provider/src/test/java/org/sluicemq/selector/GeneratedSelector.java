// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Makes valid selectors from a seed, together with the answer that the specification gives for one
 * message. The answers are worked out here, from the tables and equivalences of section 3.8.1, with
 * nothing of the selector package.
 */
final class GeneratedSelector {

  /** A piece of a selector: its text, and what it stands for in the message; null for NULL. */
  record Piece(String text, Object value) {}

  /** What the answers are about. "absent" and "lost" are names of no property. */
  static final Map<String, Object> PROPERTIES =
      new TreeMap<>(
          Map.of(
              "n",
              5,
              "big",
              3_000_000_000L,
              "tiny",
              (byte) -3,
              "small",
              (short) 12,
              "half",
              0.5,
              "single",
              2.5f,
              "s",
              "banana",
              "five",
              "5",
              "yes",
              true,
              "no",
              false));

  private static final List<String> NAMES = new ArrayList<>(PROPERTIES.keySet());
  private static final String[] TEXTS = {
    "banana", "5", "", "it's", "%", "b%n_", "BANANA", "\u20ac"
  };
  private static final String[] PATTERNS = {
    "banana", "b%", "%na", "_anana", "%a_a%", "b%n_", "%", "", "5", "__", "b%%a", "%x%"
  };
  private static final String[] SPACES = {" ", "  ", "\t", "\n", "\f", "\r\n"};

  static {
    NAMES.addAll(List.of("absent", "lost"));
  }

  private final Random random;

  GeneratedSelector(Random random) {
    this.random = random;
  }

  /** A whole condition; its value is TRUE, FALSE or null for unknown. */
  Piece condition(int depth) {
    int kind = depth <= 0 ? random.nextInt(7) : random.nextInt(12);
    return switch (kind) {
      case 0 -> comparison(depth);
      case 1 -> equality();
      case 2 -> between(depth);
      case 3 -> in();
      case 4 -> like();
      case 5 -> isNull();
      case 6 -> truth();
      case 7, 8 -> and(condition(depth - 1), condition(depth - 1));
      case 9, 10 -> or(condition(depth - 1), condition(depth - 1));
      default -> not(condition(depth - 1));
    };
  }

  private Piece and(Piece left, Piece right) {
    Boolean value =
        Boolean.FALSE.equals(left.value) || Boolean.FALSE.equals(right.value)
            ? Boolean.FALSE
            : left.value == null || right.value == null ? null : Boolean.TRUE;
    return new Piece(inside(left) + word("AND") + inside(right), value);
  }

  private Piece or(Piece left, Piece right) {
    Boolean value =
        Boolean.TRUE.equals(left.value) || Boolean.TRUE.equals(right.value)
            ? Boolean.TRUE
            : left.value == null || right.value == null ? null : Boolean.FALSE;
    return new Piece(inside(left) + word("OR") + inside(right), value);
  }

  Piece not(Piece inner) {
    return new Piece(word("NOT").stripLeading() + inside(inner), negation(inner.value));
  }

  private static Boolean negation(Object truth) {
    return truth == null ? null : (Boolean) !(Boolean) truth;
  }

  private static String inside(Piece piece) {
    return "(" + piece.text + ")";
  }

  private Piece comparison(int depth) {
    Piece left = number(depth);
    Piece right = number(depth);
    String[] operators = {"=", "<>", "<", "<=", ">", ">="};
    String operator = operators[random.nextInt(operators.length)];
    return new Piece(
        left.text + space() + operator + space() + right.text,
        compared(left.value, operator, right.value));
  }

  /** Unknown with a NULL, false between unlike types, and otherwise as Java compares. */
  private static Boolean compared(Object left, String operator, Object right) {
    if (left == null || right == null) {
      return null;
    }
    if (!(left instanceof Number a) || !(right instanceof Number b)) {
      boolean alike = left.getClass() == right.getClass();
      return alike && operator.equals("=") && left.equals(right)
          || alike && operator.equals("<>") && !left.equals(right);
    }
    if (Double.isNaN(a.doubleValue()) || Double.isNaN(b.doubleValue())) {
      return operator.equals("<>");
    }
    int order = whole(a) && whole(b) ? Long.compare(a.longValue(), b.longValue()) : order(a, b);
    return switch (operator) {
      case "=" -> order == 0;
      case "<>" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private static int order(Number a, Number b) {
    if (a instanceof Double || b instanceof Double) {
      return Double.compare(a.doubleValue() + 0.0, b.doubleValue() + 0.0);
    }
    return Float.compare(a.floatValue() + 0.0f, b.floatValue() + 0.0f);
  }

  private static boolean whole(Number number) {
    return !(number instanceof Double || number instanceof Float);
  }

  private Piece equality() {
    Piece left = anyName();
    Piece right =
        switch (random.nextInt(4)) {
          case 0 -> anyName();
          case 1 -> literal(random.nextBoolean());
          case 2 -> text(TEXTS[random.nextInt(TEXTS.length)]);
          default -> wholeNumber();
        };
    String operator = random.nextBoolean() ? "=" : "<>";
    return new Piece(
        left.text + operator + space() + right.text, compared(left.value, operator, right.value));
  }

  private Piece between(int depth) {
    Piece value = number(depth);
    Piece low = number(0);
    Piece high = number(0);
    boolean negated = random.nextBoolean();
    Piece itself =
        negated
            ? or(
                new Piece("", compared(value.value, "<", low.value)),
                new Piece("", compared(value.value, ">", high.value)))
            : and(
                new Piece("", compared(value.value, ">=", low.value)),
                new Piece("", compared(value.value, "<=", high.value)));
    return new Piece(
        value.text + maybeNot(negated) + word("BETWEEN") + low.text + word("AND") + high.text,
        itself.value);
  }

  private Piece in() {
    Piece name = anyName();
    List<String> choices = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      choices.add(TEXTS[random.nextInt(TEXTS.length)]);
    }
    boolean negated = random.nextBoolean();
    List<String> literals = choices.stream().map(choice -> text(choice).text).toList();
    return new Piece(
        name.text
            + maybeNot(negated)
            + word("IN")
            + "("
            + String.join(space() + ",", literals)
            + ")",
        ofString(name.value, choices.contains(name.value), negated));
  }

  private Piece like() {
    Piece name = anyName();
    String pattern = PATTERNS[random.nextInt(PATTERNS.length)];
    boolean escaped = random.nextInt(3) == 0;
    boolean negated = random.nextBoolean();
    boolean matches =
        name.value instanceof String value
            && (escaped ? value.equals(pattern) : Pattern.matches(regex(pattern), value));
    String literal =
        escaped
            ? text(pattern.replaceAll("([%_!])", "!$1")).text + word("ESCAPE") + "'!'"
            : text(pattern).text;
    return new Piece(
        name.text + maybeNot(negated) + word("LIKE") + literal,
        ofString(name.value, matches, negated));
  }

  /** Unknown for NULL, false for what is no string, whether negated or not. */
  private static Boolean ofString(Object value, boolean holds, boolean negated) {
    return value == null ? null : (Boolean) (value instanceof String && holds != negated);
  }

  private static String regex(String pattern) {
    StringBuilder regex = new StringBuilder("(?s)");
    for (char c : pattern.toCharArray()) {
      regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return regex.toString();
  }

  private Piece isNull() {
    Piece name = anyName();
    boolean negated = random.nextBoolean();
    return new Piece(
        name.text + word("IS") + (negated ? word("NOT").stripLeading() : "") + "NULL",
        (name.value == null) != negated);
  }

  private Piece truth() {
    if (random.nextInt(3) == 0) {
      return literal(random.nextBoolean());
    }
    Piece name = anyName();
    return new Piece(
        name.text, name.value == null ? null : (Boolean) Boolean.TRUE.equals(name.value));
  }

  /** An arithmetic expression of what is a number, or is not there. */
  private Piece number(int depth) {
    int kind = depth <= 0 ? random.nextInt(4) : random.nextInt(8);
    return switch (kind) {
      case 0 -> wholeNumber();
      case 1 -> new Piece("7.5", 7.5);
      case 2, 3 -> anyName();
      case 4 -> negative(number(depth - 1));
      default -> computed(number(depth - 1), number(depth - 1));
    };
  }

  private Piece negative(Piece inner) {
    Object value =
        inner.value instanceof Double d
            ? (Object) (-d)
            : inner.value instanceof Float f
                ? (Object) (-f)
                : inner.value instanceof Number n ? (Object) (-n.longValue()) : null;
    return new Piece("-" + space() + "(" + inner.text + ")", value);
  }

  private Piece computed(Piece left, Piece right) {
    char operator = "+-*/".charAt(random.nextInt(4));
    Object value =
        left.value instanceof Number a && right.value instanceof Number b
            ? result(a, operator, b)
            : null;
    return new Piece("(" + left.text + ")" + operator + "(" + right.text + ")", value);
  }

  private static Number result(Number a, char operator, Number b) {
    if (a instanceof Double || b instanceof Double) {
      return doubles(a.doubleValue(), operator, b.doubleValue());
    }
    if (a instanceof Float || b instanceof Float) {
      return floats(a.floatValue(), operator, b.floatValue());
    }
    try {
      return longs(a.longValue(), operator, b.longValue());
    } catch (ArithmeticException overflowOrZero) {
      return null;
    }
  }

  private static Number doubles(double a, char operator, double b) {
    return switch (operator) {
      case '+' -> a + b;
      case '-' -> a - b;
      case '*' -> a * b;
      default -> a / b;
    };
  }

  private static Number floats(float a, char operator, float b) {
    return switch (operator) {
      case '+' -> a + b;
      case '-' -> a - b;
      case '*' -> a * b;
      default -> a / b;
    };
  }

  private static Number longs(long a, char operator, long b) {
    return switch (operator) {
      case '+' -> Math.addExact(a, b);
      case '-' -> Math.subtractExact(a, b);
      case '*' -> Math.multiplyExact(a, b);
      default -> a / b;
    };
  }

  private Piece wholeNumber() {
    long value = random.nextInt(4) == 0 ? random.nextLong() >>> 1 : random.nextInt(20);
    String[] notations = {
      Long.toString(value),
      value + "L",
      "0x" + Long.toHexString(value),
      "0" + Long.toOctalString(value),
      "0b" + Long.toBinaryString(value)
    };
    return new Piece(notations[random.nextInt(notations.length)], value);
  }

  private Piece anyName() {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    return new Piece(name, PROPERTIES.get(name));
  }

  private Piece text(String value) {
    return new Piece("'" + value.replace("'", "''") + "'", value);
  }

  private Piece literal(boolean value) {
    return new Piece(word(value ? "TRUE" : "FALSE").strip(), value);
  }

  private String maybeNot(boolean negated) {
    return negated ? word("NOT").stripTrailing() : "";
  }

  /** A word of the language in any mixture of cases, with white space around it. */
  private String word(String word) {
    StringBuilder mixed = new StringBuilder();
    for (char c : word.toCharArray()) {
      mixed.append(random.nextBoolean() ? c : Character.toLowerCase(c));
    }
    return space() + mixed + space();
  }

  private String space() {
    return SPACES[random.nextInt(SPACES.length)];
  }

  /** The properties in turn, names and values. */
  static Object[] namesAndValues() {
    return PROPERTIES.entrySet().stream()
        .flatMap(entry -> Arrays.stream(new Object[] {entry.getKey(), entry.getValue()}))
        .toArray();
  }
}
