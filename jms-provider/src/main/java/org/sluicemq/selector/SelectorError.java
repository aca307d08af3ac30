// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.selector;

import jakarta.jms.InvalidSelectorException;

/** Words the refusal of a selector: the place, what is wrong there, and the text around it. */
final class SelectorError {
  private static final int SHOWN = 60;

  private SelectorError() {}

  static InvalidSelectorException at(int position, String what, String selector) {
    int from = whole(selector, Math.max(0, position - SHOWN));
    int to = whole(selector, Math.min(selector.length(), position + SHOWN));
    return new InvalidSelectorException(
        "The selector is not valid at position "
            + (position + 1)
            + ": "
            + inOneLine(what)
            + ". It reads: "
            + (from > 0 ? "\u2026" : "")
            + inOneLine(selector.substring(from, position))
            + " \u2192 "
            + inOneLine(selector.substring(position, to))
            + (to < selector.length() ? "\u2026" : ""));
  }

  /** Steps over the second half of a pair of surrogates. */
  private static int whole(String text, int at) {
    boolean between =
        at > 0
            && at < text.length()
            && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
    return between ? at + 1 : at;
  }

  /** A selector must not begin a new line in the log, or move the cursor. */
  private static String inOneLine(String text) {
    return text.replaceAll("\\p{Cc}", " ");
  }
}
