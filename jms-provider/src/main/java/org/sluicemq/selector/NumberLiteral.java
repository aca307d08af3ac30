// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import jakarta.jms.InvalidSelectorException;
import java.util.Locale;

/**
 * Reads one number by Java's rules for literals: decimal, {@code 0x}, {@code 0b} and octal whole
 * numbers, with underscores between digits and an optional L, all of them long; and floating-point
 * numbers, decimal or {@code 0x1.8p3}, with an optional f or d.
 */
final class NumberLiteral {
  private final String text;
  private final int start;
  private int at;
  private final Number value;
  private boolean smallestLong;

  NumberLiteral(String text, int start) throws InvalidSelectorException {
    this.text = text;
    this.start = start;
    this.at = start;
    this.value = read();
  }

  /** Returns where the literal ends. */
  int end() {
    return at;
  }

  /** Returns the value; not for {@link #isSmallestLong}. */
  Number value() {
    return value;
  }

  /** Returns whether this is 9223372036854775808, which needs a minus sign before it. */
  boolean isSmallestLong() {
    return smallestLong;
  }

  private Number read() throws InvalidSelectorException {
    if (text.charAt(at) == '0') {
      char second = lower(at + 1);
      if (second == 'x') {
        at += 2;
        return hexadecimal();
      }
      if (second == 'b') {
        at += 2;
        return whole(digits(2), 2);
      }
    }
    return decimal();
  }

  private Number hexadecimal() throws InvalidSelectorException {
    String digits = digits(16);
    if (lower(at) != '.' && lower(at) != 'p') {
      return whole(digits, 16);
    }
    if (lower(at) == '.') {
      at++;
      digits(16);
    }
    if (lower(at) != 'p') {
      throw error("a hexadecimal number with a fraction needs an exponent, as in 0x1.8p3");
    }
    exponent();
    return floating();
  }

  private Number decimal() throws InvalidSelectorException {
    String digits = digits(10);
    boolean fraction = lower(at) == '.';
    if (fraction) {
      at++;
      digits(10);
    }
    boolean exponent = lower(at) == 'e';
    if (exponent) {
      exponent();
    }
    if (fraction || exponent || lower(at) == 'f' || lower(at) == 'd') {
      return floating();
    }
    boolean octal = digits.length() > 1 && digits.charAt(0) == '0';
    return octal ? whole(digits.substring(1), 8) : whole(digits, 10);
  }

  private void exponent() throws InvalidSelectorException {
    at++;
    if (lower(at) == '+' || lower(at) == '-') {
      at++;
    }
    if (digits(10).isEmpty()) {
      throw error("the exponent has no digits");
    }
  }

  /** Reads digits with underscores between them, and returns them without. */
  private String digits(int radix) throws InvalidSelectorException {
    int from = at;
    while (lower(at) == '_' || lower(at) < 0x80 && Character.digit(lower(at), radix) >= 0) {
      at++;
    }
    if (at > from && (text.charAt(from) == '_' || text.charAt(at - 1) == '_')) {
      throw error("an underscore stands between two digits");
    }
    return text.substring(from, at).replace("_", "");
  }

  private Number whole(String digits, int radix) throws InvalidSelectorException {
    if (lower(at) == 'l') {
      at++;
    }
    if (digits.isEmpty()) {
      throw error("the number has no digits");
    }
    try {
      // As in Java, only the other notations reach into the sign bit.
      return radix == 10 ? Long.parseLong(digits) : Long.parseUnsignedLong(digits, radix);
    } catch (NumberFormatException e) {
      if (radix == 10 && digits.equals("9223372036854775808")) {
        smallestLong = true;
        return null;
      }
      throw error(
          digits.length() > 15
              ? "the number is outside the range of a Java long"
              : "the number has digits that its notation does not know");
    }
  }

  private Number floating() throws InvalidSelectorException {
    boolean single = lower(at) == 'f';
    String literal = text.substring(start, at).replace("_", "");
    if (single || lower(at) == 'd') {
      at++;
    }
    try {
      Number number = single ? (Number) Float.valueOf(literal) : (Number) Double.valueOf(literal);
      if (Double.isInfinite(number.doubleValue()) || isLost(number, literal)) {
        throw error("the number is outside the range of a Java " + (single ? "float" : "double"));
      }
      return number;
    } catch (NumberFormatException e) {
      throw error("the number has no digits");
    }
  }

  /** Java refuses a number too small to be told from zero, as it refuses one too large. */
  private static boolean isLost(Number number, String literal) {
    if (number.doubleValue() != 0) {
      return false;
    }
    boolean hexadecimal = literal.length() > 1 && Character.toLowerCase(literal.charAt(1)) == 'x';
    return literal
        .toLowerCase(Locale.ROOT)
        .chars()
        .skip(hexadecimal ? 2 : 0)
        .takeWhile(c -> c != (hexadecimal ? 'p' : 'e'))
        .anyMatch(c -> Character.digit(c, 16) > 0);
  }

  private char lower(int position) {
    return position < text.length() ? Character.toLowerCase(text.charAt(position)) : ' ';
  }

  private InvalidSelectorException error(String what) {
    return SelectorError.at(start, what, text);
  }
}
