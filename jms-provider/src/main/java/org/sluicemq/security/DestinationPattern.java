// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.util.Comparator;
import java.util.List;

/**
 * Names of destinations, word by word, as dots divide them: {@code *} stands for one word, {@code
 * #} for any number of words, none included. Immutable.
 *
 * @param words the words in order
 */
record DestinationPattern(List<String> words) {

  private static final String ONE = "*";
  private static final String ANY = "#";

  /**
   * The more specific one first: word by word from the left, a plain word comes before {@code *},
   * {@code *} before the end, and the end before {@code #}.
   */
  static final Comparator<DestinationPattern> MOST_SPECIFIC_FIRST = DestinationPattern::compare;

  static DestinationPattern parse(String text) {
    List<String> words = List.of(text.split("\\.", -1));
    for (String word : words) {
      boolean wild = word.equals(ONE) || word.equals(ANY);
      if (word.isEmpty() || !wild && (word.contains(ONE) || word.contains(ANY))) {
        throw new IllegalArgumentException(
            "the pattern '"
                + text
                + "' cannot be read: it is words with dots between them, and * and # stand for"
                + " whole words");
      }
    }
    return new DestinationPattern(words);
  }

  boolean fits(String name) {
    String[] named = name.split("\\.", -1);
    int word = 0;
    int at = 0;
    int lastAny = -1;
    int taken = 0;
    while (at < named.length) {
      if (word < words.size() && words.get(word).equals(ANY)) {
        lastAny = word++;
        taken = at;
      } else if (word < words.size() && fitsOne(words.get(word), named[at])) {
        word++;
        at++;
      } else if (lastAny >= 0) {
        // The last # takes one word more, and what comes after it is tried again from there.
        word = lastAny + 1;
        at = ++taken;
      } else {
        return false;
      }
    }
    return words.subList(word, words.size()).stream().allMatch(ANY::equals);
  }

  private static boolean fitsOne(String word, String named) {
    return word.equals(ONE) || word.equals(named);
  }

  private static int compare(DestinationPattern one, DestinationPattern other) {
    int longer = Math.max(one.words.size(), other.words.size());
    for (int i = 0; i < longer; i++) {
      int difference = Integer.compare(one.breadth(i), other.breadth(i));
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private int breadth(int at) {
    if (at >= words.size()) {
      return 2;
    }
    return switch (words.get(at)) {
      case ONE -> 1;
      case ANY -> 3;
      default -> 0;
    };
  }

  @Override
  public String toString() {
    return String.join(".", words);
  }
}
