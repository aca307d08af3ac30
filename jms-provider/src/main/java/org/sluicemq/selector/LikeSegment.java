// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import java.util.List;

/**
 * What stands in the pattern of LIKE before, between or after two {@code %}: characters for
 * themselves, and {@link #ANY}. Characters are code points. Immutable.
 */
final class LikeSegment {
  /** Stands for any one character. */
  static final int ANY = -1;

  private final int[] characters;
  private final boolean plain;
  // Per character: how many before it are also the beginning of the segment. Null when not plain.
  private final int[] borders;

  LikeSegment(List<Integer> characters) {
    this.characters = characters.stream().mapToInt(Integer::intValue).toArray();
    plain = !characters.contains(ANY);
    borders = plain ? borders(this.characters) : null;
  }

  private static int[] borders(int[] characters) {
    int[] borders = new int[characters.length];
    int matched = 0;
    for (int i = 1; i < characters.length; i++) {
      while (matched > 0 && characters[i] != characters[matched]) {
        matched = borders[matched - 1];
      }
      if (characters[i] == characters[matched]) {
        matched++;
      }
      borders[i] = matched;
    }
    return borders;
  }

  /** Returns how many characters {@link #find} has to try at each place of the text. */
  int effort() {
    return plain ? 0 : characters.length;
  }

  /** Returns where this ends when it stands in a text at a place, or -1 when it does not. */
  int endAt(String text, int start) {
    int at = start;
    for (int wanted : characters) {
      if (at == text.length()) {
        return -1;
      }
      int c = text.codePointAt(at);
      if (wanted != ANY && wanted != c) {
        return -1;
      }
      at += Character.charCount(c);
    }
    return at;
  }

  /** Returns whether this stands at the end of a text, and begins at a place or behind it. */
  boolean ends(String text, int from) {
    int start = text.length();
    for (int i = 0; i < characters.length; i++) {
      if (start <= from) {
        return false;
      }
      start -= Character.charCount(text.codePointBefore(start));
    }
    return start >= from && endAt(text, start) == text.length();
  }

  /** Returns where the first occurrence from a place on ends, or -1 when there is none. */
  int find(String text, int from) {
    return plain ? findPlain(text, from) : tryEach(text, from);
  }

  /** In time that is the sum of both lengths: it never looks back. */
  private int findPlain(String text, int from) {
    int matched = 0;
    int at = from;
    while (matched < characters.length && at < text.length()) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      while (matched > 0 && c != characters[matched]) {
        matched = borders[matched - 1];
      }
      if (c == characters[matched]) {
        matched++;
      }
    }
    return matched == characters.length ? at : -1;
  }

  private int tryEach(String text, int from) {
    int start = from;
    while (start < text.length()) {
      int end = endAt(text, start);
      if (end >= 0) {
        return end;
      }
      start += Character.charCount(text.codePointAt(start));
    }
    return -1;
  }
}
