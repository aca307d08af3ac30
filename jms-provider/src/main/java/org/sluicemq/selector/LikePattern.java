// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import java.util.ArrayList;
import java.util.List;

/**
 * The pattern of LIKE: {@code %} for any sequence, {@code _} for one character, all else for
 * itself. A match takes time in proportion to the text and the pattern, but for what stands between
 * two {@code %} and has a {@code _} in it, which is tried at each place: see {@link #effort}. It
 * takes no stack. Immutable.
 */
final class LikePattern {
  // The pattern without its %, at which it is cut.
  private final List<LikeSegment> segments;

  /**
   * Reads a pattern.
   *
   * @param escape the code point that takes the meaning of the character after it; null for none
   * @throws IllegalArgumentException when the escape character ends the pattern
   */
  LikePattern(String pattern, Integer escape) {
    List<LikeSegment> cut = new ArrayList<>();
    List<Integer> segment = new ArrayList<>();
    int at = 0;
    while (at < pattern.length()) {
      int c = pattern.codePointAt(at);
      at += Character.charCount(c);
      if (escape != null && c == escape) {
        c = escaped(pattern, at);
        at += Character.charCount(c);
        segment.add(c);
      } else if (c == '%') {
        cut.add(new LikeSegment(segment));
        segment = new ArrayList<>();
      } else {
        segment.add(c == '_' ? LikeSegment.ANY : c);
      }
    }
    cut.add(new LikeSegment(segment));
    segments = List.copyOf(cut);
  }

  private static int escaped(String pattern, int at) {
    if (at == pattern.length()) {
      throw new IllegalArgumentException(
          "the pattern ends with its escape character, which must stand before another");
    }
    return pattern.codePointAt(at);
  }

  /**
   * Returns how many characters of the pattern may be tried at each place of the text: those of the
   * most laborious segment, since the text is gone through once.
   */
  int effort() {
    int effort = 0;
    for (int i = 1; i < segments.size() - 1; i++) {
      effort = Math.max(effort, segments.get(i).effort());
    }
    return effort;
  }

  boolean matches(String text) {
    int last = segments.size() - 1;
    int at = segments.get(0).endAt(text, 0);
    if (last == 0) {
      return at == text.length();
    }
    // The first occurrence of each is the best: a % that took more would find nothing new.
    for (int i = 1; i < last && at >= 0; i++) {
      at = segments.get(i).find(text, at);
    }
    return at >= 0 && segments.get(last).ends(text, at);
  }
}
