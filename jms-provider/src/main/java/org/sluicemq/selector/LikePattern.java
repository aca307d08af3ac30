// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

/**
 * The pattern of LIKE: {@code %} for any sequence, {@code _} for one character, all else for
 * itself. A match takes at most the product of both lengths in time, whatever the pattern, and no
 * stack. Immutable.
 */
final class LikePattern {
  private static final byte ITSELF = 0;
  private static final byte ONE = 1;
  private static final byte MANY = 2;

  private final char[] characters;
  private final byte[] meanings;
  private final int length;

  /**
   * Reads a pattern.
   *
   * @param escape the code point that takes the meaning of the character after it; null for none
   * @throws IllegalArgumentException when the escape character ends the pattern
   */
  LikePattern(String pattern, Integer escape) {
    characters = new char[pattern.length()];
    meanings = new byte[pattern.length()];
    int count = 0;
    int at = 0;
    while (at < pattern.length()) {
      int c = pattern.codePointAt(at);
      at += Character.charCount(c);
      byte meaning = c == '%' ? MANY : c == '_' ? ONE : ITSELF;
      if (escape != null && c == escape) {
        c = escaped(pattern, at);
        at += Character.charCount(c);
        meaning = ITSELF;
      }
      meanings[count] = meaning;
      count += Character.toChars(c, characters, count);
    }
    length = count;
  }

  private static int escaped(String pattern, int at) {
    if (at == pattern.length()) {
      throw new IllegalArgumentException(
          "the pattern ends with its escape character, which must stand before another");
    }
    return pattern.codePointAt(at);
  }

  boolean matches(String text) {
    int at = 0;
    int next = 0;
    int afterMany = -1;
    int retryAt = 0;
    while (at < text.length()) {
      int step = step(text, at, next);
      if (step > 0) {
        at += step;
        next++;
      } else if (next < length && meanings[next] == MANY) {
        afterMany = ++next;
        retryAt = at;
      } else if (afterMany >= 0) {
        // Only the last % has to give: an earlier one that took more would find nothing new.
        retryAt += characterAt(text, retryAt);
        at = retryAt;
        next = afterMany;
      } else {
        return false;
      }
    }
    while (next < length && meanings[next] == MANY) {
      next++;
    }
    return next == length;
  }

  /** Returns how many chars of the text the pattern's next element takes, 0 for no match. */
  private int step(String text, int at, int next) {
    if (next == length || meanings[next] == MANY) {
      return 0;
    }
    if (meanings[next] == ONE) {
      return characterAt(text, at);
    }
    return text.charAt(at) == characters[next] ? 1 : 0;
  }

  private static int characterAt(String text, int at) {
    return Character.charCount(text.codePointAt(at));
  }
}
